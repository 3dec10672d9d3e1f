/** Documents in the window, by keyboard alone: written, edited, kept, published and saved as a file. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Deck, openDeck } from '../support/deck.ts'
import { type SmallRelease, smallRelease } from '../support/small-release.ts'

const RELEASE = `cockpit: 1
release: { name: Papers, version: "2", previous: "1" }
environments: { production: { protected: true } }
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

test('a document is edited beside its preview, kept as a version, published, and saved as a file that says which it is', async () => {
  const { page } = deck
  await page.getByRole('button', { name: /Start a run/ }).waitFor()
  await page.keyboard.press('5')
  await page.getByRole('tab', { name: /^Deployment plan/ }).focus()
  for (let at = 0; !(await page.getByRole('tab', { name: /^Known issues/, selected: true }).isVisible()); at++) {
    if (at > 30) throw new Error('no known issues in the list')
    await page.keyboard.press('ArrowDown')
  }
  const sheet = page.getByRole('tabpanel')
  await sheet.getByText('As the record says it, edited by nobody', { exact: true }).waitFor()

  await sheet.getByRole('button', { name: 'Edit', exact: true }).press('Enter')
  await page.getByRole('textbox', { name: 'Markdown' }).press('Control+Home')
  await page.keyboard.type('Read this first. <script>alert(1)</script> [x](javascript:alert(1)) **bold**\n\n')
  const preview = page.getByRole('region', { name: 'As it will read' })
  await preview.getByText('Read this first. <script>alert(1)</script> [x](javascript:alert(1)) bold').waitFor()
  expect(await preview.locator('a, script').count()).toBe(0)
  expect(await deck.seriousFindings()).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByText('What you changed is not saved.').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+s')
  await sheet
    .getByText(/^Version 1 by Ada Obi/)
    .first()
    .waitFor()

  await sheet.getByRole('button', { name: 'Approve…' }).press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/SHA-256 [0-9a-f]{64}/).waitFor()
  expect(await deck.seriousFindings()).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  const versions = sheet.getByRole('combobox', { name: 'Version' })
  await versions.selectOption('0')
  await sheet.getByRole('button', { name: 'Go back to what the record says' }).waitFor()
  await versions.selectOption('1')
  await sheet.getByRole('button', { name: 'Publish version 1' }).press('Enter')
  await sheet
    .getByText(/published by Ada Obi/)
    .first()
    .waitFor()
  await sheet.getByRole('button', { name: 'Save Markdown' }).press('Enter')
  await sheet.getByText(/written to .*known-issues\.md/).waitFor()
  const file = join(small.root, 'papers-2-known-issues.md')
  expect(readFileSync(file, 'utf8')).toMatch(
    /^Read this first[\s\S]*Version 1 by Ada Obi, [\s\S]* from the record \d+:[0-9a-f]{64}/,
  )
  expect(await deck.seriousFindings()).toEqual([])
  expect(deck.complaints).toEqual([])
})
