/** The main job through the browser host: deploy the sample, watch it break, roll it back, all by clicks and keys, checked by requests. */
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Deck, openDeck } from '../support/deck.ts'
import { type ParcelTracker, parcelTracker } from '../support/parcel-tracker.ts'
import { until } from '../support/until.ts'

let parcels: ParcelTracker
let deck: Deck
let page: Page

beforeEach(async () => {
  parcels = await parcelTracker()
  deck = await openDeck(parcels.db, parcels.release, parcels.env)
  page = deck.page
})

afterEach(async () => {
  await deck?.close()
  parcels.remove()
})

const confirm = (step: RegExp) =>
  page.locator('li.step').filter({ hasText: step }).getByRole('button', { name: 'Done', exact: true }).click()

/** One cursor over all charts, a mark that leads to its entry, and other limits over what was recorded. */
async function readChartsByKeyboard(page: Page): Promise<void> {
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowLeft')
  const cursor = page.getByRole('slider', { name: 'Cursor over all charts' })
  const said = async () => /Error rate .*, Response time p95 /.test((await cursor.getAttribute('aria-valuetext')) ?? '')
  await until(said, 'the values at the cursor')
  await page
    .getByRole('button', { name: /Rollback started/ })
    .first()
    .press('Enter')
  await page.locator('.feed .is-shown').waitFor()
  await page.keyboard.press('w')
  await page.getByLabel('For, such as 30s').fill('0s')
  await page.getByText(/Error rate above 1 % would have fired/).waitFor()
}

test('a release is deployed, breaks, and is rolled back from the deck, and the record of it verifies', async () => {
  await page.getByRole('button', { name: /Start a run/ }).waitFor()
  await page.keyboard.press('r')
  await page.getByLabel('Stage').selectOption('production')
  await page.getByText('node deploy/start.mjs green').first().waitFor()
  await page.getByRole('button', { name: /Start in production/ }).click()

  await confirm(/Customer support knows/)
  await confirm(/GO: green is good/)
  const answers = async () => Promise.all(Array.from({ length: 20 }, parcels.live))
  await until(async () => (await answers()).every((version) => version === '2.4.0'), 'all traffic on 2.4.0')

  parcels.shell('break-green.sh')
  await page
    .getByText(/critical, trigger/i)
    .first()
    .waitFor()

  await page.keyboard.down('F9')
  await page
    .getByText(/rolling back/i)
    .first()
    .waitFor()
  await page.keyboard.up('F9')
  await page.getByText('2.3.1 is live again').waitFor()
  expect(await parcels.live()).toBe('2.3.1')

  await page.getByRole('tab', { name: 'Scorecard' }).click()
  await page.getByRole('button', { name: /^Rollback time/ }).focus()
  await page.getByText(/Rollback time \d:\d\d holds < 15 min/).waitFor()
  expect(await deck.seriousFindings()).toEqual([])

  await readChartsByKeyboard(page)
  expect(await deck.seriousFindings()).toEqual([])
  await page.keyboard.press('Escape')

  await page.keyboard.press('4')
  await page
    .getByRole('button', { name: /Verify/ })
    .first()
    .click()
  await page.getByText(/VALID/).first().waitFor()
})
