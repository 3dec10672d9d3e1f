/** An interactive step answered from the deck: by keys and clicks in Chromium, by two people. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cockpit } from '../support/cockpit-command.ts'
import { type Deck, openDeck } from '../support/deck.ts'
import { until } from '../support/until.ts'

const RUNBOOK = `---
pace: auto
---
# Staging

\`\`\`bash {name=drop-table interactive=true}
read -p "Drop the old table? [y/N] " answer
echo "said $answer"
read -s -p "Password: " word; echo; echo "\${#word} characters"
[ "$answer" = y ]
\`\`\`

# Rollback

\`\`\`sh {name=back}
echo back
\`\`\`
`

let folder: string
let db: string
let deck: Deck
let page: Page

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-interactive-'))
  db = join(folder, 'ledger.db')
  writeFileSync(join(folder, 'runbook.md'), RUNBOOK)
  writeFileSync(
    join(folder, 'release.yaml'),
    'cockpit: 1\nrelease: { name: Night Train, version: "2", previous: "1" }\nenvironments: { staging: {} }\n',
  )
  deck = await openDeck(db, folder)
  page = deck.page
})

afterEach(async () => {
  await deck?.close()
  rmSync(folder, { recursive: true, force: true })
})

const hasKeyboard = (of: Page) => of.getByText('Your keys go to the command.').waitFor()
const shows = (of: Page, text: string) => of.locator('.xterm-rows').getByText(text).first().waitFor()

/** Every byte the cockpit keeps beside the release: the ledger with its journals, spools, facts. */
const kept = (at: string): string =>
  readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'runbook.md')
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

test('a person answers [y/N] in the deck, another one the password, and what they typed is nowhere on record', async () => {
  await page.getByRole('button', { name: /Start a run/ }).waitFor()
  await page.keyboard.press('r')
  await page.getByRole('button', { name: /Start in staging/ }).click()
  await shows(page, 'Drop the old table? [y/N]')
  await page.getByText(/May need an answer, step 1 of 1/).waitFor()
  expect(await deck.seriousFindings()).toEqual([])

  await page.keyboard.press('a')
  await hasKeyboard(page)
  const theme = await page.locator('html').getAttribute('data-theme')
  await page.keyboard.type('try t')
  await shows(page, 'try t')
  await page.keyboard.press('Control+u')
  await page.keyboard.down('F9')
  await page.keyboard.press('Control+k')
  expect(await page.locator('html').getAttribute('data-theme')).toBe(theme)
  expect(await page.getByText('Keep holding').count()).toBe(0)
  expect(await page.getByRole('combobox', { name: 'Find or do anything' }).count()).toBe(0)
  await page.keyboard.up('F9')
  expect(await deck.seriousFindings()).toEqual([])
  await page.keyboard.press('Control+u')
  await page.keyboard.type('y')
  await page.keyboard.press('Enter')
  await shows(page, 'Password:')
  await page.keyboard.press('Control+]')
  await page.getByText('click into it to type').waitFor()
  await page.keyboard.press('t')
  await until(async () => (await page.locator('html').getAttribute('data-theme')) !== theme, 'the other theme')

  await page.evaluate(() =>
    localStorage.setItem('release-cockpit', JSON.stringify({ person: { name: 'Ben Ito', role: '' } })),
  )
  const second = await deck.tab()
  await second.goto(new URL('/', page.url()).href)
  await shows(second, 'Password:')
  await second.locator('.xterm-screen').click()
  await hasKeyboard(second)
  const seen = page.getByText(/Ben Ito is typing/).waitFor()
  await second.keyboard.type('open sesame')
  await seen
  await second.keyboard.press('Enter')

  await page.getByText(/Finished, staging/).waitFor()
  await page.locator('.output').getByText('11 characters').waitFor()
  await second.locator('.output').getByText('11 characters').waitFor()
  const log = (await cockpit(['log', '--db', db])).stdout
  expect(log).toMatch(/Ada Obi.*drop-table: .* typed, not recorded which/)
  expect(log).toMatch(/Ben Ito.*drop-table: .* typed, not recorded which/)
  expect(kept(folder)).not.toMatch(/open sesame/)
  expect(deck.complaints).toEqual([])
})
