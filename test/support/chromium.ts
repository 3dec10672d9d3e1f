import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const WELL_KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The Chromium of this machine: CHROMIUM_PATH, Playwright's own, or the system's. Throws what to do when there is none. */
export const findChromium = (env: NodeJS.ProcessEnv = process.env): string => {
  const found = [env.CHROMIUM_PATH, chromium.executablePath(), ...WELL_KNOWN].find((file) => file && existsSync(file))
  if (found) return found
  throw new Error(
    'No Chromium found. Install one (`npx playwright-core install chromium`, or `apt-get install chromium`), or set CHROMIUM_PATH to its executable.',
  )
}

/** Quiet, without the network chatter of a fresh profile; no sandbox where there is none to be had (root). */
export const chromiumFlags = (): string[] => [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]
