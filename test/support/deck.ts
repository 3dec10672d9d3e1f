/** The deck as a person has it: `cockpit serve` on a folder, in a real Chromium. */
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { chromiumFlags, findChromium } from './chromium.ts'
import { type Started, startCockpit } from './cockpit-command.ts'
import { PATIENCE_MS, until } from './until.ts'

export type Deck = {
  host: Started
  page: Page
  /** Errors that its pages threw or logged. */
  complaints: string[]
  /** Another tab of the same browser. */
  tab(): Promise<Page>
  /** What axe finds critical or serious on the page now. */
  seriousFindings(): Promise<string[]>
  close(): Promise<void>
}

async function openTab(browser: Browser, complaints: string[]): Promise<Page> {
  const context = browser.contexts()[0] ?? (await browser.newContext())
  // A click waits for the page to hold still, which takes long on a busy machine.
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  await page.setViewportSize({ width: 1280, height: 800 })
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  return page
}

async function seriousFindingsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run())
  return violations
    .filter(({ impact }) => impact === 'critical' || impact === 'serious')
    .map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)
}

export async function openDeck(db: string, folder: string, env: Record<string, string> = {}): Promise<Deck> {
  const host = startCockpit(['serve', '--db', db, '--folder', folder, '--port', '0'], {
    ...env,
    COCKPIT_USER: 'Ada Obi',
  })
  const url = await until(() => /http:\S+(?=\s)/.exec(host.stdout())?.[0], 'the address')
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags() })
  const complaints: string[] = []
  const page = await openTab(browser, complaints)
  await page.goto(url)
  return {
    host,
    page,
    complaints,
    tab: () => openTab(browser, complaints),
    seriousFindings: () => seriousFindingsOn(page),
    async close() {
      await browser.close()
      host.child.kill('SIGKILL')
      await host.done
    },
  }
}
