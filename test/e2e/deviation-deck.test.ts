/** The deck on return after the cockpit was stopped, and when the folder changed under the run: by keys and clicks in Chromium. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Deck, openDeck } from '../support/deck.ts'
import { until } from '../support/until.ts'

const RUNBOOK = `---
pace: auto
---
# Deviation

## Staging

\`\`\`sh {name=work}
echo at work
while [ ! -e go ]; do sleep 0.05; done
\`\`\`

- [ ] Look at the board

\`\`\`sh {name=migrate}
echo fast > ran
\`\`\`
`

/** Longer than what counts as a gap. */
const STOPPED_MS = 7500

let folder: string
let deck: Deck
let page: Page

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-deviation-'))
  writeFileSync(join(folder, 'runbook.md'), RUNBOOK)
  const release = 'cockpit: 1\nrelease: { name: Deviation, version: "2" }\nenvironments: { staging: {} }\n'
  writeFileSync(join(folder, 'release.yaml'), release)
  deck = await openDeck(join(folder, 'ledger.db'), folder)
  page = deck.page
})

afterEach(async () => {
  await deck?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a person returns, continues by keyboard, and amends the run to what the folder says now', async () => {
  await page.getByRole('button', { name: /Start a run/ }).waitFor()
  await page.keyboard.press('r')
  await page.getByText('echo at work').first().waitFor()
  await page.getByRole('button', { name: /Start in staging/ }).click()
  await page.getByText('at work', { exact: true }).first().waitFor()

  deck.host.child.kill('SIGSTOP')
  const stoppedAtMs = Date.now()
  writeFileSync(join(folder, 'go'), '')
  await until(() => Date.now() - stoppedAtMs > STOPPED_MS, 'the time of the gap')
  deck.host.child.kill('SIGCONT')
  const band = page.getByRole('alert', { name: 'On return' })
  await band.getByText(/Asleep for/).waitFor()
  await band.getByText('Work: done').waitFor()
  await band.getByText('Continue begins “Look at the board”.').waitFor()
  const [now, returned] = [await page.locator('.now').boundingBox(), await band.boundingBox()]
  expect(returned!.y).toBeGreaterThanOrEqual(now!.y + now!.height)
  expect(await deck.seriousFindings()).toEqual([])
  await page.keyboard.press('c')
  await page.keyboard.press('Enter')
  await band.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Done', exact: true }).waitFor()

  writeFileSync(join(folder, 'runbook.md'), RUNBOOK.replace('echo fast', 'echo safe'))
  await page.getByText(/The folder changed since this run was started, 1 step ahead/).waitFor()
  await page.getByRole('button', { name: 'Review…' }).click()
  await page.getByText('+ echo safe > ran').waitFor()
  expect(await deck.seriousFindings()).toEqual([])
  await page.getByLabel(/Reason/).fill('The fast way locks the table.')
  await page.getByRole('button', { name: /^Amend/ }).click()
  await page
    .getByText(/Amended by Ada Obi: changed Migrate/)
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Done', exact: true }).click()
  await page.getByText(/Finished, staging/).waitFor()
  expect(readFileSync(join(folder, 'ran'), 'utf8')).toBe('safe\n')
})
