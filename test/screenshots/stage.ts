/** What every scene needs: a cockpit on a ledger of its own, a tab in each theme, and the keys that lead around. */
import type { Browser, Page } from 'playwright-core'
import { type Started, startCockpit } from '../support/cockpit-command.ts'
import { PATIENCE_MS, until } from '../support/until.ts'
import { type Album, Camera, type Tab } from './camera.ts'

export type Stage = { host: Started; page: Page; tabs: Tab[]; camera: Camera }

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

/** Runs `play` on a cockpit started with `args`, which ends with it. */
export async function onStage(
  { browser, album }: { browser: Browser; album: Album },
  scene: string,
  args: string[],
  env: Record<string, string>,
  play: (stage: Stage) => Promise<void>,
): Promise<void> {
  const host = startCockpit(['serve', '--port', '0', ...args], { COCKPIT_USER: 'Ada Obi', ...env })
  try {
    const url = await until(() => /http:\S+(?=\s)/.exec(host.stdout())?.[0], 'the address of the cockpit')
    const tabs = await openTabs(browser, url)
    await play({ host, tabs, page: tabs[0]!.page, camera: new Camera(album, scene, tabs) })
  } finally {
    host.child.kill('SIGTERM')
    await host.done
  }
}

export const seen = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor()
export const press = (key: string) => (page: Page) => page.keyboard.press(key)
export const leave = press('Escape')

/** Does what the palette calls `label`. */
export const byPalette = (label: string) => async (page: Page) => {
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Find or do anything' })
  await field.fill(label)
  await field.press('Enter')
}

const startButton = (page: Page) => page.getByRole('dialog').getByRole('button', { name: /^Start in/, disabled: false })

export async function startDialog(page: Page, stage: string): Promise<void> {
  await page.getByRole('button', { name: /Start a run/ }).waitFor()
  await page.keyboard.press('r')
  await page.getByLabel('Stage').selectOption(stage)
  await startButton(page).waitFor()
}

export async function start(page: Page, stage: string): Promise<void> {
  await startDialog(page, stage)
  await startButton(page).click()
}

export async function note(page: Page, words: string): Promise<void> {
  await page.keyboard.press('n')
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
}
