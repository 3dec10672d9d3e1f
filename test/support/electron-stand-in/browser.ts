import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { chromiumFlags, findChromium } from '../chromium.ts'
import { observe } from './control.ts'
import { routeRequests } from './route-requests.ts'
import { profileFolder } from './settings.ts'

let launched: Promise<BrowserContext> | undefined

const launch = async (): Promise<BrowserContext> => {
  const folder = path.join(profileFolder, 'chromium')
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: findChromium(),
    headless: true,
    viewport: null,
    args: [...chromiumFlags(), '--window-size=1440,900', '--remote-debugging-port=0'],
  })
  await routeRequests(context)
  observe({
    kind: 'debugging',
    port: Number(readFileSync(path.join(folder, 'DevToolsActivePort'), 'utf8').split('\n')[0]),
  })
  return context
}

/** The Chromium behind all windows, started with the first. */
export const browser = (): Promise<BrowserContext> => {
  launched ??= launch()
  return launched
}

export const closeBrowser = async (): Promise<void> => {
  await launched?.then((context) => context.close()).catch(() => {})
}
