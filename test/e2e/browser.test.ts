/** The main job through the browser host, without a mouse: deploy the sample, watch it break, roll it back, checked by requests. */
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Deck, openDeck } from '../support/deck.ts'
import { tabTo } from '../support/keyboard.ts'
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

/** The step that asks has the first “Done”. */
async function confirm(step: string): Promise<void> {
  await page.locator('li.step').filter({ hasText: step }).getByRole('button', { name: 'Done', exact: true }).waitFor()
  await tabTo(page, /^Done/)
  await page.keyboard.press('Enter')
}

async function startProduction(): Promise<void> {
  await page.getByRole('button', { name: /Start a run/ }).waitFor()
  await page.keyboard.press('r')
  await page.getByRole('dialog').waitFor()
  await tabTo(page, /^Stage/)
  await page.keyboard.press('p')
  await page.getByText('node deploy/start.mjs green').first().waitFor()
  await page.getByRole('button', { name: /Start in production/, disabled: false }).waitFor()
  await tabTo(page, /Start in production/)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

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

test('a release is deployed, breaks, and is rolled back from the keyboard alone, and the record of it verifies', async () => {
  await startProduction()
  await confirm('Customer support knows')
  await confirm('GO: green is good')
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

  await tabTo(page, /^Scorecard/)
  await page.keyboard.press('Enter')
  await tabTo(page, /^Rollback time/)
  await page.getByText(/Rollback time \d:\d\d holds < 15 min/).waitFor()
  expect(await deck.seriousFindings()).toEqual([])

  await readChartsByKeyboard(page)
  expect(await deck.seriousFindings()).toEqual([])
  await page.keyboard.press('Escape')

  await page.keyboard.press('4')
  await tabTo(page, /^Verify the chain/)
  await page.keyboard.press('Enter')
  await page.getByText(/VALID/).first().waitFor()
})

test('a fault in one part of the window leaves the rollback in reach and says what goes on', async () => {
  await page.getByRole('button', { name: /Start a run/ }).waitFor()
  await page.evaluate(() => {
    Element.prototype.scrollIntoView = () => {
      throw new Error('no scrolling here')
    }
  })
  await page.keyboard.press('Control+k')
  await page.getByRole('alert').filter({ hasText: 'What runs goes on and is recorded' }).waitFor()
  await page.getByRole('button', { name: /Hold to roll back/ }).waitFor()
})
