/** Sign-offs in the window, by keyboard alone: a PIN, a spoken word, two of a role and not who executes; a NO-GO holds production. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Deck, openDeck } from '../support/deck.ts'
import { type SmallRelease, smallRelease } from '../support/small-release.ts'

const RELEASE = `cockpit: 1
release: { name: Words, version: "2", previous: "1" }
team:
  sre: [{ name: Ada Obi }, { name: Mei Tanaka, deputy: true }, { name: Rui Costa }]
approvals: { sre: { count: 2, not-executor: true } }
environments: { production: { protected: true } }
process: words.yaml
`
const RUNBOOK =
  '---\npace: auto\n---\n# Production\n\n```sh {name=switch undo=back}\necho deployed\n```\n\n# Rollback\n\n```sh {name=back}\necho back\n```\n'
/** Only what this journey is about: the SREs approve the plan and answer in the poll. */
const PROCESS = `process: 1
id: words
title: Words
objective: A word is a word
begins-with: A build
ends-with: A release
owner: sre
participants: [sre]
duration: { from: 1d, to: 2d }
roles: { sre: { title: SRE, responsibility: Production is ready } }
approvals: { plan: [sre] }
poll: { asks: [sre] }
production-requires: [approvals/plan]
steps: [{ id: only, title: Only, owner: [sre], due: { before: window-start } }]
`
const PIN = 'river-42'

let small: SmallRelease
let deck: Deck
beforeEach(async () => {
  small = smallRelease(RELEASE, RUNBOOK)
  writeFileSync(join(small.folder, 'words.yaml'), PROCESS)
  deck = await openDeck(small.db, small.folder)
})
afterEach(async () => {
  await deck?.close()
  small?.remove()
})

/** Focus and Enter: no pointer anywhere. */
const press = async (name: string | RegExp) => {
  await deck.page.getByRole('button', { name }).first().focus()
  await deck.page.keyboard.press('Enter')
}

test('two SREs approve by PIN and by phone, who would execute is told so, and a NO-GO holds production', async () => {
  const { page } = deck
  await page.getByRole('button', { name: /Start a run/ }).waitFor()
  await press('Ada Obi')
  const keyboard = page.getByRole('dialog', { name: 'Who is at the keyboard' })
  await keyboard.waitFor()
  expect(await deck.seriousFindings()).toEqual([])
  await page.getByLabel(/^New PIN/).fill(PIN)
  await page.getByLabel('The same again').fill(PIN)
  await page.keyboard.press('Enter')
  await keyboard.getByText('SRE, signs with a PIN').waitFor()
  await page.keyboard.press('Escape')

  await page.keyboard.press('2')
  await press(/^Approve… The plan of Words 2 as SRE/)
  const sign = page.getByRole('dialog', { name: /SRE: approve The plan/ })
  await sign.getByText('echo deployed').waitFor()
  expect(await deck.seriousFindings()).toEqual([])
  await page.getByLabel('PIN of Ada Obi').fill('guess-1')
  await page.keyboard.press('Control+Enter')
  await sign.getByText('That is not the PIN of Ada Obi.').waitFor()
  await page.getByLabel('PIN of Ada Obi').fill(PIN)
  await page.keyboard.press('Control+Enter')
  await sign.waitFor({ state: 'detached' })
  await page.getByText('Ada Obi, by PIN').waitFor()

  await press(/^Approve… The plan of Words 2 as SRE/)
  await page.getByRole('checkbox', { name: 'Somebody who is not here says so' }).focus()
  await page.keyboard.press('Space')
  await page.getByLabel('Whose word it is').selectOption('Mei Tanaka')
  await page.getByLabel('How it was given').fill('by phone, 22:04')
  await page.getByLabel('PIN of Ada Obi').fill(PIN)
  await page.keyboard.press('Control+Enter')
  await page.getByText('Mei Tanaka, spoken: by phone, 22:04').first().waitFor()

  // Ada would start it, so that only Mei's word is left: the start says who has to give another.
  await page.keyboard.press('1')
  await press(/Start a run/)
  const start = page.getByRole('dialog')
  await start.getByText(/1 condition is missing/).waitFor()
  await start.getByText(/SRE .*not who starts the run can say so/).waitFor()
  await page.keyboard.press('Escape')

  await page.keyboard.press('2')
  await press('Briefing…')
  const briefing = page.getByRole('dialog', { name: /Briefing/ })
  await page.getByLabel('PIN of Ada Obi').fill(PIN)
  await press('Ask the room')
  await page.getByRole('button', { name: 'Answer… as SRE' }).waitFor()
  expect(await deck.seriousFindings()).toEqual([])
  await page.getByLabel(/^Reason, needed/).fill('The pool is empty')
  await page.getByLabel('PIN of Ada Obi').fill(PIN)
  await press('It is a NO-GO')
  await briefing.getByText('NO-GO, closed by Ada Obi: The pool is empty').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('region', { name: 'Poll' }).getByText('NO-GO', { exact: true }).waitFor()
  await page.getByRole('region', { name: 'What blocks production' }).getByText('GO of the room').waitFor()
  expect(deck.complaints).toEqual([])
})
