import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BrowserWindow } from 'electron'
import type { PdfPrinter } from '../app/index.ts'

/** Prints in a hidden window of its own; nothing of it is kept. */
export const pdfPrinter: PdfPrinter = {
  async print(html) {
    const folder = mkdtempSync(join(tmpdir(), 'cockpit-print-'))
    const page = join(folder, 'page.html')
    writeFileSync(page, html, { mode: 0o600 })
    const window = new BrowserWindow({
      show: false,
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        partition: 'print',
      },
    })
    try {
      await window.loadFile(page)
      return await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true })
    } finally {
      window.destroy()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
