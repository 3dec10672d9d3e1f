/** A release night with the sample, as the room sees it: every view and main state on the way. */
import type { Browser, Page } from 'playwright-core'
import { cockpit } from '../../support/cockpit-command.ts'
import { type ParcelTracker, parcelTracker } from '../../support/parcel-tracker.ts'
import type { Album, Camera } from '../camera.ts'
import { leave, note, onStage, press, seen, start, startDialog } from '../stage.ts'

const MINUTE_MS = 60_000

/** So long that each state can be looked at in every size; the window is around now. */
function slowDown({ change }: ParcelTracker): void {
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

const confirm = (page: Page, step: RegExp) =>
  page.locator('li.step').filter({ hasText: step }).getByRole('button', { name: 'Done', exact: true }).click()

/** Deploys, with pictures of what is asked on the way. */
async function deploy(page: Page, camera: Camera): Promise<void> {
  await camera.take('ready')
  await camera.take('start', (each) => startDialog(each, 'production'), leave)
  await start(page, 'production')
  await confirm(page, /Customer support knows/)
  await page
    .locator('li.step')
    .filter({ hasText: /GO: green is good/ })
    .getByRole('button', { name: 'Done', exact: true })
    .waitFor()
  await camera.take('asks')
  await confirm(page, /GO: green is good/)
  await seen(page, /node deploy\/watch\.mjs 22/)
  await note(page, 'Pool is flat at 10 %, fine to go on.')
  await page.waitForTimeout(8000)
  await camera.take('running')
  await camera.take('palette', press('Control+k'), leave)
}

/** The fault of the sample: it is let run until nobody has vetoed. */
async function breakIt(page: Page, camera: Camera, parcels: ParcelTracker): Promise<void> {
  await seen(page, /node deploy\/watch\.mjs 150/)
  await page.waitForTimeout(10_000)
  parcels.shell('break-green.sh')
  await seen(page, /until it rolls back by itself/)
  await page.waitForTimeout(4000)
  await camera.take('breach')
  await camera.take('veto', press('v'), leave)
  await camera.take('ledger-in-a-breach', press('4'), press('1'))
  await seen(page, /Rolling back/i)
  await seen(page, 'sleep 15')
  await camera.take('rolling-back')
  await seen(page, '2.3.1 is live again')
  await page.waitForTimeout(3000)
  await camera.take('rolled-back')
}

async function lookBack(page: Page, camera: Camera): Promise<void> {
  const tab = (name: string) => (each: Page) => each.getByRole('tab', { name }).click()
  await camera.take('scorecard', tab('Scorecard'), tab('Charts'))
  await camera.take('what-if', (each) => whatIf(each), leave)
  await camera.take('what-if-burn-rate', (each) => whatIfBurning(each), leave)
  for (const [index, view] of ['plan', 'runbook', 'ledger', 'documents', 'history', 'settings'].entries())
    await camera.take(view, press(String(index + 2)), press('1'))
  await camera.take('keys', press('?'), leave)
  await start(page, 'retire')
  const approve = /^(Approve|Say go|GO)/i
  await page.getByRole('button', { name: approve }).first().waitFor()
  await camera.take('approval', (each) => each.getByRole('button', { name: approve }).first().click(), leave)
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

/** Without it the cockpit would ask instead of rolling back by itself. */
async function drill(parcels: ParcelTracker): Promise<void> {
  const { release, db, env } = parcels
  const ran = await parcels.run('staging', 'staging')
  const drilled = await cockpit(['rollback', release, '--env', 'staging', '--drill', '--db', db], env)
  if (ran.code !== 0 || drilled.code !== 0)
    throw new Error(`The sample does not run here: ${ran.stderr}${drilled.stderr}`)
}

export async function releaseNight(set: { browser: Browser; album: Album }): Promise<void> {
  const parcels = await parcelTracker()
  try {
    slowDown(parcels)
    await drill(parcels)
    await onStage(set, 'night', ['--db', parcels.db, '--folder', parcels.release], parcels.env, async (stage) => {
      await deploy(stage.page, stage.camera)
      await breakIt(stage.page, stage.camera, parcels)
      await lookBack(stage.page, stage.camera)
    })
  } finally {
    parcels.remove()
  }
}
