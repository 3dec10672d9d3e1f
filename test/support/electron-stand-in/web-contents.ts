import { EventEmitter } from 'node:events'
import type { Page } from 'playwright-core'
import { registerContents } from './contents-registry.ts'
import { observe, onInstruction } from './control.ts'
import { cancellable } from './event.ts'
import { ipcMain } from './ipc-main.ts'
import { toAppUrl } from './settings.ts'

/** What the init script calls: one binding for messages and invocations alike. */
export type PageMessage = { kind: 'send' | 'invoke'; channel: string; args: unknown[] }

export const BINDING = '__standInToMain'
export const RECEIVER = '__standInFromMain'

let lastId = 0

type PopupHandler = () => { action: string }

/** Made with its window, as in Electron; the page comes with the first load. */
export class WebContents extends EventEmitter {
  readonly id = ++lastId
  readonly mainFrame: { readonly url: string }
  #page: Page | undefined
  #onPopup: PopupHandler = () => ({ action: 'allow' })
  #queue: [string, unknown[]][] = []

  constructor() {
    super()
    const url = () => this.getURL()
    this.mainFrame = {
      get url() {
        return url()
      },
    }
  }
  /** Before the page loads anything. */
  async attach(page: Page): Promise<void> {
    this.#page = page
    registerContents(page, this)
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 }))
    onInstruction(({ kind }) => {
      if (page !== this.#page) return
      if (kind === 'crash-page') page.goto('chrome://crash').catch(() => {})
      if (kind === 'attach-webview') this.#attachWebview()
    })
    page.on('popup', (popup) => {
      if (this.#onPopup().action === 'deny') void popup.close().catch(() => {})
    })
    await page.exposeBinding(BINDING, ({ frame }, message: PageMessage) => {
      const isMain = frame === page.mainFrame()
      const event = { sender: this, senderFrame: isMain ? this.mainFrame : { url: toAppUrl(frame.url()) } }
      if (message.kind === 'invoke') return ipcMain.invoke(message.channel, event, message.args)
      ipcMain.emit(message.channel, event, ...message.args)
    })
  }
  /** As Electron asks before a `<webview>` gets its contents. */
  #attachWebview(): void {
    const event = cancellable({})
    this.emit('will-attach-webview', event, {}, { src: 'https://example.com/', allowpopups: 'true' })
    observe({ kind: 'webview', isPrevented: event.defaultPrevented })
  }
  /** A page without the app's channels. */
  show(page: Page): void {
    this.#page = page
  }
  async printToPDF({ preferCSSPageSize, printBackground }: { preferCSSPageSize: boolean; printBackground: boolean }) {
    return this.#page!.pdf({ preferCSSPageSize, printBackground })
  }
  setWindowOpenHandler(handler: PopupHandler): void {
    this.#onPopup = handler
  }
  getURL(): string {
    return this.#page ? toAppUrl(this.#page.url()) : ''
  }
  reload(): void {
    this.emit('reload')
  }
  isDestroyed(): boolean {
    return this.#page?.isClosed() ?? false
  }
  /** In order, and many in one step of the page. */
  send(channel: string, ...args: unknown[]): void {
    this.#queue.push([channel, args])
    if (this.#queue.length === 1) setImmediate(() => this.#flush())
  }
  #flush(): void {
    const batch = this.#queue
    this.#queue = []
    this.#page?.evaluate(deliver, [RECEIVER, batch] as Delivery).catch(() => {})
  }
}

type Delivery = [string, [string, unknown[]][]]

/** Runs in the page. */
const deliver = ([name, messages]: Delivery) =>
  (globalThis as unknown as Record<string, (all: Delivery[1]) => void>)[name]?.(messages)
