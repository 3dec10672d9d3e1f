import { execFile } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { PdfPrinter } from '../../ports/pdf-printer.ts'

const run = promisify(execFile)
const TIMEOUT_MS = 60_000

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
)

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

type Env = Record<string, string | undefined>

/** The Chromium of this machine: `CHROMIUM_PATH` (empty for none), else the first on the PATH. */
export function findChromium(env: Env): string | undefined {
  if (env.CHROMIUM_PATH !== undefined) return env.CHROMIUM_PATH || undefined
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean)
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...MAC_APPS].find(isExecutable)
}

const FLAGS = [
  '--headless',
  '--disable-gpu',
  '--disable-extensions',
  '--no-first-run',
  '--no-pdf-header-footer',
  // Whatever the page names, nothing is asked for it.
  '--proxy-server=0.0.0.0:9',
]
/** Chromium refuses its sandbox as root; the page is our own text without scripts. */
const sandboxFlags = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])

/** Prints with an installed Chromium (https://developer.chrome.com/docs/chromium/headless), a process of its own per page. */
export function createChromiumPrinter(env: Env): PdfPrinter {
  return {
    async print(html, signal) {
      const chromium = findChromium(env)
      if (!chromium)
        throw new Error(
          'A PDF needs the desktop app or an installed Chromium or Chrome: none is here. Install one, or name it in CHROMIUM_PATH.',
        )
      const folder = mkdtempSync(join(tmpdir(), 'cockpit-print-'))
      try {
        const page = join(folder, 'page.html')
        const pdf = join(folder, 'page.pdf')
        writeFileSync(page, html, { mode: 0o600 })
        const args = [
          ...FLAGS,
          ...sandboxFlags(),
          `--user-data-dir=${join(folder, 'profile')}`,
          `--print-to-pdf=${pdf}`,
        ]
        await run(chromium, [...args, pathToFileURL(page).href], {
          env: env as NodeJS.ProcessEnv,
          timeout: TIMEOUT_MS,
          signal,
        })
        return readFileSync(pdf)
      } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
      }
    },
  }
}
