/** A past release in the window: as it was at a moment, whichever way one moves, with nothing in it that does anything. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cockpit, startCockpit } from '../support/cockpit-command.ts'
import { type Deck, openDeck } from '../support/deck.ts'
import { type SmallRelease, smallRelease } from '../support/small-release.ts'
import { until } from '../support/until.ts'

const RELEASE = `cockpit: 1
release: { name: Night Train, version: "2", previous: "1" }
environments: { staging: {} }
`
const RUNBOOK = `---
pace: auto
---
# Staging

\`\`\`sh {name=move}
echo begun
until [ -e go ]; do sleep 0.1; done
echo over
\`\`\`
`

let small: SmallRelease
let deck: Deck
beforeEach(() => {
  small = smallRelease(RELEASE, RUNBOOK)
})
afterEach(async () => {
  await deck?.close()
  small?.remove()
})

const on = () => ['--db', small.db]

/** Runs it, with a note in the middle of its only step. */
async function runTheRelease(): Promise<void> {
  const run = startCockpit(['run', small.folder, '--stage', 'staging', '--env', 'staging', '--yes', ...on()])
  const said = async () => (await cockpit(['output', 'night-train-2', ...on()])).stdout
  await until(async () => (await said()).includes('begun'), 'the first line')
  await cockpit(['note', 'night-train-2', 'halfway there', ...on()])
  writeFileSync(join(small.folder, 'go'), '')
  expect((await run.done).code).toBe(0)
}

async function jumpTo(page: Page, words: string): Promise<void> {
  await page.keyboard.press('g')
  await page.getByRole('combobox', { name: 'Jump to an event' }).fill(words)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

test('a past release is moved through, remarked upon and left; a bundle of it is replayed, a forged one is not', async () => {
  await runTheRelease()
  const bundle = join(small.root, 'night.zip')
  await cockpit(['export', 'night-train-2', '--format', 'bundle', '-o', bundle, ...on()])
  deck = await openDeck(small.db, small.folder)
  const { page } = deck
  const output = page.getByRole('region', { name: 'Output' })
  await output.getByText('over', { exact: true }).waitFor()

  await page.keyboard.press('p')
  const bar = page.getByRole('region', { name: 'Replay', exact: true })
  await bar.getByText('from this ledger').waitFor()
  const shownHalfway = async () => {
    await jumpTo(page, 'halfway')
    await output.getByText('begun', { exact: true }).waitFor()
    await output.getByText('1 line, 6 B in this step').waitFor()
    expect(await output.getByText('over', { exact: true }).count()).toBe(0)
  }
  await shownHalfway()
  await page.getByText('Run succeeded').waitFor({ state: 'detached' })
  await page.keyboard.press('End')
  await output.getByText('over', { exact: true }).waitFor()
  await page.getByRole('button', { name: /Start a run/ }).click()
  await bar.getByText(/A replay is read-only/).waitFor()
  await shownHalfway()
  await page.keyboard.press('s')
  await bar.getByText('SHARED').waitFor()
  expect(await deck.seriousFindings()).toEqual([])
  await page.keyboard.press('s')
  await bar.getByText('SHARED').waitFor({ state: 'detached' })

  await page.keyboard.press('n')
  await page.keyboard.type('Nobody watched here')
  await page.keyboard.press('Enter')
  await bar.getByRole('button', { name: 'Remarks 1' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await bar.waitFor({ state: 'detached' })
  const notes = page.getByRole('region', { name: 'Notes and decisions' })
  await notes.getByText(/Remark on entry \d+: Nobody watched here/).waitFor()

  const forged = readFileSync(bundle)
  forged[forged.indexOf('ledger.jsonl') + 200]! ^= 1
  const replayed = async (name: string, buffer: Buffer) => {
    await page.getByLabel('Choose a bundle to replay').setInputFiles({ name, mimeType: 'application/zip', buffer })
    await page.getByRole('button', { name: 'Verify and replay' }).click()
  }
  await page.keyboard.press('4')
  await page.getByRole('button', { name: 'Replay a bundle…' }).click()
  await replayed('forged.zip', forged)
  await page.getByText(/Not replayed: (?:INVALID|UNREADABLE)/).waitFor()
  await replayed('night.zip', readFileSync(bundle))
  await bar.getByText('night.zip').waitFor()
  await bar.getByText('VALID, COMPLETENESS UNPROVEN').waitFor()
  await shownHalfway()
  expect(deck.complaints).toEqual([])
})
