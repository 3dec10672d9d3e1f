/** Faults of the sample as the room has them in the deck: a gate that cannot see asks, a countdown is vetoed by keyboard, and one that nobody touches rolls back. */
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cockpit } from '../support/cockpit-command.ts'
import { type Deck, openDeck } from '../support/deck.ts'
import { type ParcelTracker, parcelTracker } from '../support/parcel-tracker.ts'

const BLIND = `  queue:
    title: Queue
    target: { below: 10 }
    interval: 500ms
    consecutive-error-limit: 1
    error-retry: 500ms
    source: { json: { url: "http://127.0.0.1:9/", path: length } }
`
/** The first fires when its whole window is faulty: fired while that fills it would get worse after the veto, and fire again (T10). */
const TRIGGERS = `triggers:
  - { metric: error-rate, above: 1, for: 3s, severity: critical, arm: { from: soak }, countdown: 10m }
  - { metric: p95, above: 1000, for: 1s, severity: critical, arm: { from: soak }, countdown: 2s }

communication:`
const GATE = '- Lookups succeed and the queue is short {name=hold gate="error-rate, queue for 1s"}\n\n### Verify'

let parcels: ParcelTracker
let deck: Deck
let page: Page

/** The sample with a gate, quick metrics and countdowns of two lengths; its way back was drilled. */
async function drilled(): Promise<ParcelTracker> {
  const tracker = await parcelTracker()
  tracker.change('release.yaml', (text) =>
    text
      .replaceAll('window: 10s', 'window: 2s')
      .replaceAll('min-volume: 100', 'min-volume: 20')
      .replace('  deployment-time:', `${BLIND}  deployment-time:`)
      .replace(/triggers:[\s\S]*communication:/, TRIGGERS),
  )
  tracker.change('runbook.md', (text) =>
    text
      .replaceAll(/watch\.mjs \d+/g, 'watch.mjs 1')
      .replaceAll('### Verify', GATE)
      .replace(GATE, '### Verify'),
  )
  expect(await tracker.run('staging', 'staging')).toMatchObject({ code: 0 })
  const drill = ['rollback', tracker.release, '--env', 'staging', '--drill', '--db', tracker.db]
  expect(await cockpit(drill, tracker.env)).toMatchObject({ code: 0 })
  return tracker
}

beforeEach(async () => {
  parcels = await drilled()
  deck = await openDeck(parcels.db, parcels.release, parcels.env)
  page = deck.page
})

afterEach(async () => {
  await deck?.close()
  parcels?.remove()
})

const confirm = (step: RegExp) =>
  page.locator('li.step').filter({ hasText: step }).getByRole('button', { name: 'Done', exact: true }).click()

const seen = (words: string | RegExp) => page.getByText(words).first().waitFor()

async function startProduction(): Promise<void> {
  await page.getByRole('button', { name: /Start a run/ }).waitFor()
  await page.keyboard.press('r')
  await page.getByLabel('Stage').selectOption('production')
  await page.getByText('node deploy/start.mjs green').first().waitFor()
  await page.getByRole('button', { name: /Start in production/ }).click()
  await confirm(/Customer support knows/)
  await confirm(/GO: green is good/)
}

/** It holds, says what it cannot see, and goes on only by a person's word. */
async function answerGate(): Promise<void> {
  const row = (metric: string) => page.locator('tr.gate-row').filter({ hasText: metric })
  await row('Error rate').getByText('Met').waitFor()
  await row('Queue').getByText('Blind').waitFor()
  const question = page.getByText(/cannot say anything about the release, so it does not pass/)
  await question.waitFor()
  expect(await deck.seriousFindings()).toEqual([])
  await page.getByRole('button', { name: 'Keep waiting…' }).click()
  await page.keyboard.press('Control+Enter')
  await question.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Go on without it…' }).click()
  await page.keyboard.type('The queue was looked at by hand.')
  await page.keyboard.press('Control+Enter')
  await seen(/Finished, production/)
}

async function vetoByKeyboard(): Promise<void> {
  await seen(/Rolls back by itself in|until it rolls back by itself/)
  expect(await deck.seriousFindings()).toEqual([])
  await page.keyboard.press('v')
  await page.getByRole('dialog', { name: 'Veto the rollback' }).waitFor()
  await page.keyboard.type('A load test, it ends by itself.')
  await page.keyboard.press('Tab')
  await page.keyboard.type('SRE')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Control+Enter')
  await seen(/Decide within 1[45]:\d\d, then it is critical/)
  await seen('Vetoed by Ada Obi, SRE: A load test, it ends by itself.')
}

test('a blind gate asks and goes on by a word; a countdown is vetoed in a role; the next one, untouched, rolls back', async () => {
  await startProduction()
  await answerGate()

  parcels.shell('break-green.sh', 'errors')
  await vetoByKeyboard()
  expect(await parcels.live()).toBe('2.4.0')

  parcels.shell('break-green.sh', 'slow')
  await seen('2.3.1 is live again')
  expect(await parcels.live()).toBe('2.3.1')
  await page
    .getByText(/Nobody vetoed/)
    .first()
    .waitFor()
  expect(deck.complaints).toEqual([])
})
