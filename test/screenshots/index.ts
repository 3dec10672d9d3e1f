/**
 * `npm run screenshots [FOLDER]`: deploys the sample for real, drives the deck in an installed Chromium and leaves a picture of every view and main state
 * in the folder (out/screenshots), at three sizes, dark and light. Takes some minutes.
 */
import { resolve } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { chromiumFlags, findChromium } from '../support/chromium.ts'
import { cockpit, type Started, startCockpit } from '../support/cockpit-command.ts'
import { type ParcelTracker, parcelTracker } from '../support/parcel-tracker.ts'
import { PATIENCE_MS, until } from '../support/until.ts'
import { Camera, type Tab } from './camera.ts'
import { journey, slowDown } from './journey.ts'

const folder = resolve(process.argv[2] ?? 'out/screenshots')

/** The cockpit on a ledger of its own. */
async function serve(args: string[], env: Record<string, string>): Promise<{ host: Started; url: string }> {
  const host = startCockpit(['serve', '--port', '0', ...args], env)
  const url = await until(() => /http:\S+(?=\s)/.exec(host.stdout())?.[0], 'the address of the cockpit')
  return { host, url }
}

/** The address is good for one visit: the second tab has the session of the first. */
async function openTabs(browser: Browser, url: string): Promise<Tab[]> {
  const context = await browser.newContext()
  context.setDefaultTimeout(PATIENCE_MS)
  const open = async (at: string): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(at)
    await page.getByText('Release Cockpit').first().waitFor()
    return page
  }
  const dark = await open(url)
  const light = await open(new URL('/', url).href)
  await light.keyboard.press('t')
  return [
    { theme: 'dark', page: dark },
    { theme: 'light', page: light },
  ]
}

async function end({ child, done }: Started): Promise<void> {
  child.kill('SIGTERM')
  await done
}

async function firstRun(browser: Browser, { db, env }: ParcelTracker): Promise<void> {
  const { host, url } = await serve(['--db', `${db}.first`], env)
  try {
    const tabs = await openTabs(browser, url)
    await tabs[0]!.page.getByText('Open the sample release').waitFor()
    await new Camera(folder, tabs).take('01-empty')
  } finally {
    await end(host)
  }
}

/** Without it the cockpit would ask instead of rolling back by itself. */
async function drill(parcels: ParcelTracker): Promise<void> {
  const { release, db, env } = parcels
  const ran = await parcels.run('staging', 'staging')
  const drilled = await cockpit(['rollback', release, '--env', 'staging', '--drill', '--db', db], env)
  if (ran.code !== 0 || drilled.code !== 0)
    throw new Error(`The sample does not run here: ${ran.stderr}${drilled.stderr}`)
}

async function takeAll(browser: Browser): Promise<void> {
  const parcels = await parcelTracker()
  try {
    parcels.env.COCKPIT_USER = 'Ada Obi'
    slowDown(parcels)
    await firstRun(browser, parcels)
    await drill(parcels)
    const { host, url } = await serve(['--db', parcels.db, '--folder', parcels.release], parcels.env)
    try {
      const tabs = await openTabs(browser, url)
      await journey(tabs[0]!.page, new Camera(folder, tabs), parcels)
    } finally {
      await end(host)
    }
  } finally {
    parcels.remove()
  }
}

try {
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags() })
  await takeAll(browser).finally(() => browser.close())
  process.stdout.write(`Pictures are in ${folder}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
