/** The Plan in the window, by keyboard alone: what blocks production is shown, said to be done, and set aside. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Deck, openDeck } from '../support/deck.ts'
import { type SmallRelease, smallRelease } from '../support/small-release.ts'

const RELEASE = `cockpit: 1
release: { name: Plan, version: "2", previous: "1" }
windows: [{ start: 2036-11-28T22:00:00+01:00, end: 2036-11-29T01:00:00+01:00 }]
environments: { production: { protected: true } }
process: { production-requires: [check/security-scanned, check/backups-verified] }
`
const RUNBOOK = '---\npace: auto\n---\n# Production\n\n```sh\necho deployed\n```\n'

let small: SmallRelease
let deck: Deck
beforeEach(async () => {
  small = smallRelease(RELEASE, RUNBOOK)
  deck = await openDeck(small.db, small.folder)
})
afterEach(async () => {
  await deck?.close()
  small?.remove()
})

test('a blocker is done by its role with evidence, another set aside with a reason, and then nothing binds production', async () => {
  const { page } = deck
  await page.getByRole('button', { name: /Start a run/ }).waitFor()
  await page.keyboard.press('2')
  const blockers = page.getByRole('region', { name: 'What blocks production' })
  await blockers.getByText('The security scan passed').waitFor()
  expect(await deck.seriousFindings()).toEqual([])

  await blockers.getByRole('button').first().focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'The security scan passed' }).waitFor()
  expect(await deck.seriousFindings()).toEqual([])
  await page.keyboard.type('No finding above low. <b>Ünïcode</b>')
  await page.keyboard.press('Control+Enter')
  await blockers.getByText('The security scan passed').waitFor({ state: 'detached' })

  await page.getByRole('tab', { name: /^1 Strategy/ }).focus()
  await page.keyboard.press('ArrowRight')
  await page.getByText('No finding above low. <b>Ünïcode</b> (Ada Obi)').waitFor()
  await page.getByRole('button', { name: /Backup procedures are verified/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('tab', { name: 'Set it aside' }).click()
  await page.getByLabel('Reason, goes on the record').fill('The restore runs tonight')
  await page.getByLabel('In the role of').selectOption('sre')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Nothing that binds production is missing.').waitFor()
  await page.getByText('Set aside as SRE: The restore runs tonight').waitFor()
  expect(await deck.seriousFindings()).toEqual([])
  expect(deck.complaints).toEqual([])
})
