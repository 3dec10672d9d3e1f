/** A release night with the sample, as the room sees it: every view and main state on the way. */
import type { Page } from 'playwright-core'
import type { ParcelTracker } from '../support/parcel-tracker.ts'
import type { Camera } from './camera.ts'

const MINUTE_MS = 60_000

/** So long that each state can be looked at in every size; the window is around now. */
export function slowDown({ change }: ParcelTracker): void {
  const at = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS).toISOString()
  change('release.yaml', (text) =>
    text
      .replace('services:', `windows: [{ start: ${at(-15)}, end: ${at(55)} }]\n\nservices:`)
      .replace('severity: critical\n', 'severity: critical\n    countdown: 50s\n'),
  )
  const staging = (text: string) => text.slice(0, text.indexOf('## Production'))
  change('runbook.md', (text) => {
    const before = staging(text)
    const after = text
      .slice(before.length)
      .replace('watch.mjs 4', 'watch.mjs 22')
      .replace(/(soak timeout=)60s([\s\S]*?)watch\.mjs \d+/, '$1300s$2watch.mjs 150')
      .replace('node deploy/stop.mjs green', 'node deploy/stop.mjs green\nsleep 15')
    return before.replaceAll(/watch\.mjs \d+/g, 'watch.mjs 1') + after
  })
}

const seen = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor()
const press = (key: string) => (page: Page) => page.keyboard.press(key)
const leave = press('Escape')

const startButton = (page: Page) => page.getByRole('dialog').getByRole('button', { name: /^Start in/, disabled: false })

async function startDialog(page: Page, stage: string): Promise<void> {
  await page.getByRole('button', { name: /Start a run/ }).waitFor()
  await page.keyboard.press('r')
  await page.getByLabel('Stage').selectOption(stage)
  await startButton(page).waitFor()
}

async function start(page: Page, stage: string): Promise<void> {
  await startDialog(page, stage)
  await startButton(page).click()
}

const confirm = (page: Page, step: RegExp) =>
  page.locator('li.step').filter({ hasText: step }).getByRole('button', { name: 'Done', exact: true }).click()

const note = async (page: Page, words: string) => {
  await page.keyboard.press('n')
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
}

/** Deploys, with pictures of what is asked on the way. */
async function deploy(page: Page, camera: Camera): Promise<void> {
  await camera.take('02-ready')
  await camera.take('03-start', (each) => startDialog(each, 'production'), leave)
  await start(page, 'production')
  await confirm(page, /Customer support knows/)
  await page
    .locator('li.step')
    .filter({ hasText: /GO: green is good/ })
    .getByRole('button', { name: 'Done', exact: true })
    .waitFor()
  await camera.take('04-asks')
  await confirm(page, /GO: green is good/)
  await seen(page, /node deploy\/watch\.mjs 22/)
  await note(page, 'Pool is flat at 10 %, fine to go on.')
  await page.waitForTimeout(8000)
  await camera.take('05-running')
  await camera.take('06-palette', press('Control+k'), leave)
}

/** The fault of the sample: it is let run until nobody has vetoed. */
async function breakIt(page: Page, camera: Camera, parcels: ParcelTracker): Promise<void> {
  await seen(page, /node deploy\/watch\.mjs 150/)
  await page.waitForTimeout(10_000)
  parcels.shell('break-green.sh')
  await seen(page, /until it rolls back by itself/)
  await page.waitForTimeout(4000)
  await camera.take('07-breach')
  await camera.take('08-veto', press('v'), leave)
  await camera.take('09-ledger-in-a-breach', press('4'), press('1'))
  await seen(page, /Rolling back/i)
  await seen(page, 'sleep 15')
  await camera.take('10-rolling-back')
  await seen(page, '2.3.1 is live again')
  await page.waitForTimeout(3000)
  await camera.take('11-rolled-back')
}

async function lookBack(page: Page, camera: Camera): Promise<void> {
  const tab = (name: string) => (each: Page) => each.getByRole('tab', { name }).click()
  await camera.take('12-scorecard', tab('Scorecard'), tab('Charts'))
  await camera.take('13-what-if', (each) => whatIf(each), leave)
  await camera.take('14-what-if-burn-rate', (each) => whatIfBurning(each), leave)
  for (const [index, view] of ['plan', 'runbook', 'ledger', 'documents', 'history', 'settings'].entries())
    await camera.take(`${15 + index}-${view}`, press(String(index + 2)), press('1'))
  await camera.take('21-keys', press('?'), leave)
  await start(page, 'retire')
  const approve = /^(Approve|Say go|GO)/i
  await page.getByRole('button', { name: approve }).first().waitFor()
  await camera.take('22-approval', (each) => each.getByRole('button', { name: approve }).first().click(), leave)
}

async function whatIf(page: Page): Promise<void> {
  await page.keyboard.press('w')
  await seen(page, /would have fired|would not have fired/)
}

async function whatIfBurning(page: Page): Promise<void> {
  await whatIf(page)
  await page.getByLabel('Fires').selectOption('burn')
  await page.getByLabel(/Factor x long/).fill('14.4x20s/5s, 6x1m/10s')
  await seen(page, /burning the budget/)
}

export async function journey(page: Page, camera: Camera, parcels: ParcelTracker): Promise<void> {
  await deploy(page, camera)
  await breakIt(page, camera, parcels)
  await lookBack(page, camera)
}
