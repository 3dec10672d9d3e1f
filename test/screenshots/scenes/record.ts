/** The record of a night that is over: searched, exported, verified, documented, compared. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { cockpit } from '../../support/cockpit-command.ts'
import { type ParcelTracker, parcelTracker } from '../../support/parcel-tracker.ts'
import type { Album } from '../camera.ts'
import { byPalette, leave, onStage, press, type Stage, seen } from '../stage.ts'

async function search(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+f')
  await page.getByLabel('Search entries and output').last().fill('green')
  await page.locator('.search-hit').first().waitFor()
}

const verify = (file: string, verdict: string) => async (page: Page) => {
  await byPalette('Verify a file')(page)
  await page.getByLabel('Choose a file to verify').setInputFiles(file)
  await page
    .getByRole('button', { name: /^Verify/ })
    .last()
    .click()
  await seen(page, verdict)
}

/** A bundle, and the same with one letter of one entry changed. */
async function bundles({ folder, db, env }: ParcelTracker): Promise<{ good: string; bad: string }> {
  const good = join(folder, 'log.jsonl')
  const bad = join(folder, 'changed.jsonl')
  const { code, stderr } = await cockpit(['export', '--db', db, '--format', 'jsonl', '-o', good], env)
  if (code !== 0) throw new Error(stderr)
  copyFileSync(good, bad)
  writeFileSync(bad, readFileSync(good, 'utf8').replace('smoke-green', 'smoke-greet'))
  return { good, bad }
}

/** Where production began: the first that is found. */
async function replay(page: Page): Promise<void> {
  await page.keyboard.press('p')
  await page.keyboard.press('g')
  await page.getByLabel('Jump to an event').last().fill('Started Production')
  await page.keyboard.press('Enter')
  await seen(page, 'read-only')
}

const DIALOGS: [name: string, label: string][] = [
  ['export', 'Export the record'],
  ['rehearse', 'Rehearse the runbook'],
  ['timings', 'Timings'],
  ['briefing', 'Briefing'],
  ['declare', 'Declare an issue'],
  ['report-issue', 'Report an issue'],
  ['feedback', 'Add feedback'],
  ['keyboard', 'Who is at the keyboard'],
  ['signoffs', 'Import what was signed'],
  ['sign-review', 'Sign the review'],
  ['postpone', 'Postpone this release'],
  ['close', 'Close this release'],
  ['roll-back', 'Roll back'],
]

async function lookAround({ camera }: Stage, parcels: ParcelTracker): Promise<void> {
  const { good, bad } = await bundles(parcels)
  await camera.take('search', search, leave)
  await camera.take('verify-good', verify(good, 'COMPLETENESS UNPROVEN'), leave)
  await camera.take('verify-bad', verify(bad, 'INVALID'), leave)
  await camera.take('replay', replay, leave)
  for (const [name, label] of DIALOGS) await camera.take(`dialog-${name}`, byPalette(label), leave)
  await camera.take(
    'replay',
    async (page) => {
      await press('1')(page)
      await byPalette('Replay this release')(page)
      await page
        .getByRole('button', { name: /Back to live/ })
        .first()
        .waitFor()
      // From the start through the events, to where something had happened.
      for (const key of ['Home', ...Array.from({ length: 8 }, () => 'Shift+ArrowRight')]) await page.keyboard.press(key)
    },
    leave,
  )
  await camera.take('compare', byPalette('Compare the runbook'), press('1'))
  await camera.take('document', byPalette('Post-rollback analysis'))
  await camera.take('document-edited', (page) => page.getByRole('button', { name: 'Edit', exact: true }).click(), leave)
  for (const [index, step] of ['strategy', 'checklist', 'validation', 'closure'].entries())
    await camera.take(`plan-${step}`, async (page) => {
      await page.keyboard.press('2')
      await page.locator('[role=tab]').nth([0, 1, 4, 7][index]!).click()
    })
}

/** Deployed and rolled back by the terminal: what the window shows of it afterwards is the same. */
async function deployAndTakeBack({ release, db, env, run }: ParcelTracker): Promise<void> {
  await run('staging', 'staging')
  await cockpit(['rollback', release, '--env', 'staging', '--drill', '--db', db], env)
  await run('production', 'production')
  await cockpit(['rollback', release, '--env', 'production', '--db', db], env)
}

export async function record(set: { browser: Browser; album: Album }): Promise<void> {
  const parcels = await parcelTracker()
  try {
    await deployAndTakeBack(parcels)
    const args = ['--db', parcels.db, '--folder', parcels.release]
    await onStage(set, 'record', args, parcels.env, async (stage) => {
      await stage.page.getByRole('button', { name: /Start a run/ }).waitFor()
      await lookAround(stage, parcels)
    })
  } finally {
    parcels.remove()
  }
}
