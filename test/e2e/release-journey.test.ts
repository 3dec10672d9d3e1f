/** One release in the window from its strategy to its closure, by the standard process: what is refused, who says what, and the record of it exported. */
import type { Locator, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cockpit } from '../support/cockpit-command.ts'
import { type Deck, openDeck } from '../support/deck.ts'
import { type SmallRelease, smallRelease } from '../support/small-release.ts'
import { until } from '../support/until.ts'

const HOUR_MS = 3_600_000
const iso = (ms: number) => new Date(ms).toISOString()

/** The standard process binds production: nothing is said of it. */
const release = () => `cockpit: 1
release: { name: Journey, version: "2.0.0", previous: "1.9.0" }
strategy: big-bang
windows: [{ start: ${iso(Date.now() - HOUR_MS)}, end: ${iso(Date.now() + 3 * HOUR_MS)} }]
team:
  devops-lead: [{ name: Ada Obi }]
  sre: [{ name: Mei Tanaka }]
  product-owner: [{ name: Lucía Ferrer }]
environments:
  staging: {}
  production: { protected: true }
metrics:
  errors: { title: Errors, unit: percent, target: { below: 1 }, interval: 1s, min-volume: 1, source: { command: echo 0.1 } }
triggers: [{ metric: errors, above: 5, for: 10s, severity: high }]
`
const RUNBOOK = `---
pace: auto
---
# Staging

\`\`\`sh {name=stage-it undo=unstage-it}
echo staged
\`\`\`

# Production

\`\`\`sh {name=switch undo=switch-back}
echo switched
\`\`\`

# Rollback

\`\`\`sh {name=unstage-it}
echo unstaged
\`\`\`

\`\`\`sh {name=switch-back}
echo switched back
\`\`\`
`

let small: SmallRelease
let deck: Deck
let page: Page
beforeEach(async () => {
  small = smallRelease(release(), RUNBOOK)
  deck = await openDeck(small.db, small.folder)
  page = deck.page
})
afterEach(async () => {
  await deck?.close()
  small?.remove()
})

/** Items of the process; notices stand in named lists beside them. */
const OPEN = 'ul.item-rows:not([aria-label]) .item-row.is-open'

const dialog = () => page.getByRole('dialog')
const seen = (words: string | RegExp) => page.getByText(words).first().waitFor()

const showView = (name: string) =>
  page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click()

async function showStep(title: string): Promise<void> {
  await showView('Plan')
  await page.getByRole('tab', { name: new RegExp(`\\d ${title}`) }).click()
}

/** Sends what the dialog asks for; it is gone when that is on record. */
async function submit(): Promise<void> {
  await page.keyboard.press('Control+Enter')
  await dialog().waitFor({ state: 'detached' })
}

/** Says of an open item that it is done; what only the record can know is set aside by a role, with a reason. */
async function settle(item: Locator): Promise<void> {
  await item.click()
  await dialog().waitFor()
  const canBeSaid = await page.getByRole('button', { name: 'Record as done' }).isVisible()
  if (canBeSaid) await dialog().locator('[data-autofocus]').fill('Seen')
  else {
    await page.getByLabel('Reason, goes on the record').fill('Not in this journey')
    await page.getByLabel('In the role of').selectOption('devops-lead')
  }
  await submit()
}

/** Does it to the first until none is left, each time after the window knows of the last. */
async function eachInTurn(rows: Locator, work: (row: Locator) => Promise<void>): Promise<void> {
  for (let left = await rows.count(); left > 0; left = await rows.count()) {
    await work(rows.first())
    await until(async () => (await rows.count()) < left, 'one less')
  }
}

/** Every open item of the step that is shown, until none is left; `except` waits for something else. */
async function settleStep(title: string, except: RegExp = /^never$/): Promise<void> {
  await showStep(title)
  const open = page.locator('.plan-columns > section').nth(0).locator(OPEN).filter({ hasNotText: except })
  const beside = page.getByRole('region', { name: 'Beside it' }).locator(OPEN)
  const isList = title === 'Strategy' || title === 'Checklist'
  for (const rows of isList ? [beside, open] : [open]) await eachInTurn(rows, settle)
}

/** Every approval that is asked for beside a step. */
async function approveStep(title: string): Promise<void> {
  await showStep(title)
  await eachInTurn(page.getByRole('button', { name: /^Approve… .* as / }), async (ask) => {
    await ask.click()
    await dialog()
      .getByRole('button', { name: /^Approve [0-9a-f]/ })
      .click()
    await dialog().waitFor({ state: 'detached' })
  })
}

async function run(stage: string): Promise<void> {
  await showView('Deck')
  await page.keyboard.press('r')
  await page.getByLabel('Stage').selectOption(stage)
  await page.getByRole('button', { name: new RegExp(`Start in ${stage}`) }).click()
  await dialog().waitFor({ state: 'detached' })
  await seen(new RegExp(`Finished, ${stage}`))
}

async function drill(): Promise<void> {
  await page.keyboard.press('Control+k')
  await dialog().locator('input').fill('Roll back')
  await page.keyboard.press('Enter')
  await dialog()
    .getByText(/This is a drill/)
    .waitFor()
  await page.getByRole('button', { name: /Roll back staging/ }).click()
  await dialog().waitFor({ state: 'detached' })
  await seen(/drill/i)
  await page.getByRole('button', { name: /Start a run/ }).waitFor()
}

async function refusedProduction(words: RegExp): Promise<void> {
  await showView('Deck')
  await page.keyboard.press('r')
  await page.getByLabel('Stage').selectOption('production')
  await dialog().getByText(words).first().waitFor()
  expect(await page.getByRole('button', { name: /Start in production/ }).isEnabled()).toBe(false)
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
}

test('a release is carried from strategy to closure, refused where something is missing, and its record verifies', async () => {
  await page.getByRole('button', { name: /Start a run/ }).waitFor()
  await refusedProduction(/Functional tests pass/)
  await settleStep('Strategy')
  await run('staging')
  await drill()
  await settleStep('Staging')
  await refusedProduction(/Logs are aggregated/)
  await settleStep('Checklist')
  await settleStep('Rollback')
  await settleStep('Documents')
  for (const title of ['Strategy', 'Checklist', 'Staging']) await approveStep(title)
  await run('production')
  await settleStep('Production')

  await showStep('Validation')
  await page.getByRole('button', { name: 'Report…' }).click()
  await page.getByLabel('What is wrong').fill('Labels print blank')
  await submit()
  await page.getByRole('button', { name: /Labels print blank/ }).click()
  await page.getByRole('tab', { name: 'Resolved' }).click()
  await page.getByLabel('How, goes on the record').fill('2.0.1 sends the right font')
  await submit()
  await page.getByText(/Fixed: 2.0.1 sends the right font/).waitFor()
  await page.getByRole('button', { name: 'Add…' }).click()
  await page.getByLabel('What was said').fill('Search is faster')
  await page.getByLabel('Who said it').fill('Depot Ghent')
  await submit()
  await page.getByText('Good, Depot Ghent').waitFor()
  expect(await deck.seriousFindings()).toEqual([])
  await settleStep('Validation')

  await settleStep('Closure', /Archive|archive/)
  await approveStep('Closure')
  await settleGates()
  await seen('the release can be closed')
  await page.getByRole('button', { name: 'Close the release…' }).click()
  await page.getByLabel('How it went, goes on the record').fill('It went well')
  await submit()
  await page.getByRole('region', { name: 'Closed' }).waitFor()
  expect(await deck.seriousFindings()).toEqual([])
  expect(deck.complaints).toEqual([])
  await exported()
})

/** Gates nobody but a person can know. */
async function settleGates(): Promise<void> {
  const gates = page.getByRole('region', { name: 'Approvals and gates' })
  await eachInTurn(gates.locator(OPEN).filter({ hasNotText: 'closure' }), settle)
}

/** The archive, written in the window and verified without it. */
async function exported(): Promise<void> {
  await page.getByRole('button', { name: 'Export…' }).click()
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const line = await page.getByText(/^cockpit verify \S+ --anchor/).textContent()
  const [, file = '', anchor = ''] = /cockpit verify (\S+) --anchor (\S+)/.exec(line ?? '') ?? []
  expect(await cockpit(['verify', file, '--anchor', anchor])).toMatchObject({ code: 0 })
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Verify a file…' }).click()
  await page.getByLabel('Choose a file to verify').setInputFiles(file)
  await page.getByLabel(/Anchor somebody kept/).fill(anchor)
  await page.getByRole('button', { name: 'Verify', exact: true }).click()
  await page.getByText('VALID AND ANCHORED').waitFor()
  await page.keyboard.press('Escape')
  const late = ['issue', 'journey-2.0.0', '--report', 'Late', '--severity', 'low', '--db', small.db]
  expect(await cockpit(late)).toMatchObject({ code: 3 })
}
