/** The day before, in the window and without a mouse: a runbook is rehearsed, what it printed is found, and a later version is compared with what was executed. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDeck } from '../support/deck.ts'
import { tabTo } from '../support/keyboard.ts'
import { smallRelease } from '../support/small-release.ts'
import { until } from '../support/until.ts'

const RELEASE = `cockpit: 1
release: { name: Review Day, version: "2", previous: "1" }
environments: { staging: { vars: { TARGET: blue } } }
`
const RUNBOOK = `---
pace: auto
---
# Staging

\`\`\`sh {name=move expect=2s rehearse=run}
echo "traffic moves to $TARGET"
\`\`\`

\`\`\`sh {name=never-in-a-rehearsal}
touch really-done
\`\`\`
`

test('a runbook is rehearsed, what it printed is found, and its next version is compared with what was executed', async () => {
  const small = smallRelease(RELEASE, RUNBOOK)
  const deck = await openDeck(small.db, small.folder)
  const { page } = deck
  const done = join(small.folder, 'really-done')
  try {
    await page.getByRole('button', { name: /Start a run/ }).waitFor()
    await page.keyboard.press('Shift+R')
    await page.getByRole('dialog').waitFor()
    await page.getByText('Run safe commands for real').waitFor()
    await tabTo(page, /^Run safe commands for real/)
    await page.keyboard.press('Space')
    await tabTo(page, /^Start the rehearsal|^Rehearse/)
    await page.keyboard.press('Enter')
    await page.getByText('It is over: nothing was deployed.').waitFor()
    expect(existsSync(done)).toBe(false)

    await page.keyboard.press('Control+Shift+F')
    await page.getByLabel('Search entries and output').last().fill('moves to blue')
    await page.getByRole('option').filter({ hasText: 'traffic moves to blue' }).first().waitFor()
    expect(await deck.seriousFindings()).toEqual([])
    await page.keyboard.press('Enter')
    await page.locator('.output').getByText('traffic moves to blue').first().waitFor()

    await page.getByRole('button', { name: 'Put it away' }).press('Enter')
    await page.keyboard.press('r')
    await page.getByRole('button', { name: /Start in staging/, disabled: false }).press('Enter')
    await until(() => existsSync(done), 'what only a real run does')

    writeFileSync(join(small.folder, 'runbook.md'), RUNBOOK.replace('moves to $TARGET', 'moves slowly to $TARGET'))
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Find or do anything' }).fill('Compare the runbook')
    await page.keyboard.press('Enter')
    await page.getByText('1 command changed').waitFor()
    await page.getByText('moves slowly to').first().waitFor()
    expect(await deck.seriousFindings()).toEqual([])
    expect(deck.complaints).toEqual([])
  } finally {
    await deck.close()
    small.remove()
  }
})
