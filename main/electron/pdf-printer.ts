import { randomUUID } from 'node:crypto'
import { BrowserWindow, session } from 'electron'
import type { PdfPrinter } from '../app/index.ts'
import { APP_SCHEME } from './channels.ts'

const HOST = 'print'

/** In memory, and apart from the cockpit's own page: not even a cookie is shared. */
const PARTITION = 'print'

/** What a page to be printed may do: show its own text. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

const pages = new Map<string, string>()

const servePages = (): void => {
  const { protocol } = session.fromPartition(PARTITION)
  if (protocol.isProtocolHandled(APP_SCHEME)) return
  protocol.handle(APP_SCHEME, ({ url }) => {
    const { host, pathname } = new URL(url)
    const html = host === HOST ? pages.get(pathname.slice(1)) : undefined
    return new Response(html ?? 'There is nothing here.', { status: html === undefined ? 404 : 200, headers: HEADERS })
  })
}

/** Prints in a hidden window of its own, from memory, without scripts; nothing of it is kept. */
export const pdfPrinter: PdfPrinter = {
  async print(html) {
    servePages()
    const id = randomUUID()
    pages.set(id, html)
    const window = new BrowserWindow({
      show: false,
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        javascript: false,
        partition: PARTITION,
      },
    })
    try {
      await window.loadURL(`${APP_SCHEME}://${HOST}/${id}`)
      return await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true })
    } finally {
      pages.delete(id)
      window.destroy()
    }
  },
}
