import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions } from 'electron'
import type { Page } from 'playwright-core'
import { app } from './app.ts'
import { browser } from './browser.ts'
import { placeInSession } from './contents-registry.ts'
import { observe, onInstruction } from './control.ts'
import { CancellableEvent } from './event.ts'
import { initScript } from './init-script.ts'
import { toPageUrl } from './settings.ts'
import { WebContents } from './web-contents.ts'
import { windows } from './windows.ts'

/** What the window must be created with (Electron's security checklist); a test sees the throw. */
const checkPreferences = ({ webPreferences: given = {} }: BrowserWindowConstructorOptions): void => {
  const isSafe =
    given.sandbox && given.contextIsolation && !given.nodeIntegration && given.webSecurity && !given.webviewTag
  if (!isSafe) throw new Error('The window is not locked down.')
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents()
  readonly #options: BrowserWindowConstructorOptions
  #page: Page | undefined
  #url = ''

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    checkPreferences(options)
    this.#options = options
    windows.add(this)
    const { x, y, width, height } = options
    observe({ kind: 'bounds', x, y, width, height })
    observe({ kind: 'window', preferences: { ...options.webPreferences } })
    this.webContents.on('reload', () => void this.#loadAgain())
    app.emit('browser-window-created', new CancellableEvent(), this)
    app.emit('web-contents-created', new CancellableEvent(), this.webContents)
  }
  static getAllWindows(): BrowserWindow[] {
    return [...windows] as BrowserWindow[]
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((each) => each.webContents === contents) ?? null
  }
  async loadURL(url: string): Promise<void> {
    this.#url = url
    const context = await browser()
    const blank = context.pages().find((page) => page.url() === 'about:blank')
    this.#page = blank ?? (await context.newPage())
    const { preload, partition = '' } = this.#options.webPreferences!
    placeInSession(this.#page, partition)
    if (preload) {
      await this.#page.addInitScript(initScript(preload))
      await this.webContents.attach(this.#page)
    } else this.webContents.show(this.#page)
    const page = this.#page
    page.once('close', () => {
      if (page === this.#page) this.#gone()
    })
    await page.goto(toPageUrl(url))
    this.emit('ready-to-show')
  }
  /** A crashed page of Chromium is of no use any more: another one takes its place. */
  async #loadAgain(): Promise<void> {
    const crashed = this.#page
    this.#page = undefined
    await this.loadURL(this.#url)
    await crashed?.close()
  }
  async tryClose(): Promise<void> {
    const event = new CancellableEvent()
    this.emit('close', event)
    if (!event.defaultPrevented) await this.#closePage()
  }
  close(): void {
    void this.tryClose()
  }
  destroy(): void {
    void this.#closePage()
  }
  /** Chromium ends with its last page: a blank one stays. */
  async #closePage(): Promise<void> {
    const context = await browser()
    if (context.pages().length < 2) await context.newPage()
    await this.#page?.close()
  }
  #gone(): void {
    windows.delete(this)
    this.webContents.emit('destroyed')
    this.emit('closed')
    if (windows.size === 0) app.emit('window-all-closed')
  }
  show(): void {}
  focus(): void {
    this.emit('focus')
  }
  maximize(): void {}
  isMaximized(): boolean {
    return false
  }
  isFullScreen(): boolean {
    return false
  }
  isDestroyed(): boolean {
    return !windows.has(this)
  }
  getNormalBounds() {
    const { x = 0, y = 0, width = 800, height = 600 } = this.#options
    return { x, y, width, height }
  }
  isMinimized(): boolean {
    return false
  }
  restore(): void {}
  setProgressBar(fraction: number): void {
    observe({ kind: 'progress', fraction })
  }
}

onInstruction(({ kind }) => {
  if (kind === 'close-window') BrowserWindow.getAllWindows()[0]?.close()
})
