/** The room: who drives binds the window, a shared screen shows no contacts, and the deck can be read from the back of a room. */
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cockpit } from '../support/cockpit-command.ts'
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

const text = () => page.evaluate(() => document.body.innerText)

async function startStaging(): Promise<void> {
  await page.keyboard.press('r')
  await page.getByLabel('Stage').selectOption('staging')
  await page.getByRole('button', { name: /^Start in/, disabled: false }).click()
}

/** Deployment plan: the team with its contacts. */
async function shareTheScreen(): Promise<void> {
  await page.keyboard.press('5')
  await page.getByText('ada.obi@parcel.example').first().waitFor()
  await page.keyboard.press('s')
  await page.getByText('SHARED').waitFor()
  expect(await text()).not.toContain('@parcel.example')
  expect(await text()).toContain('Ada Obi, •••••')
  await page.keyboard.press('4')
  await page.keyboard.press('5')
  await page.getByText('Team and contacts').waitFor()
  expect(await text()).not.toContain('@parcel.example')
  await page.keyboard.press('s')
  await page.getByText('ada.obi@parcel.example').first().waitFor()
}

test('who does not drive takes over first, a shared screen hides contacts in every view, and the big deck has no serious fault', async () => {
  await page.getByRole('button', { name: /Start a run/ }).waitFor()
  expect(await cockpit(['drive', '--take', '--as', 'Ben Cole', '--db', parcels.db])).toMatchObject({ code: 0 })
  await page.getByRole('button', { name: 'Driver: Ben Cole' }).waitFor()
  await startStaging()
  await page.getByLabel(/^Reason/).fill('Ben has left the room.')
  await page.getByRole('button', { name: /Take over and go on/ }).click()
  await page.getByRole('button', { name: 'You drive' }).waitFor()
  const isStarted = async () => /in staging, /.test((await cockpit(['status', '--db', parcels.db])).stdout)
  await until(isStarted, 'the run')
  await shareTheScreen()
  await page.keyboard.press('b')
  await page.getByLabel('Metrics against their targets').waitFor()
  expect(await deck.seriousFindings()).toEqual([])
  expect(deck.complaints).toEqual([])
})
