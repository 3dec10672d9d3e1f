/** The review in the window, by keyboard: everything reads without a request that leaves this machine, a comment stands at its step, a signature in the head. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDeck } from '../support/deck.ts'
import { smallRelease } from '../support/small-release.ts'

const RELEASE = `cockpit: 1
release: { name: Review, version: "2", previous: "1" }
team: { devops-lead: [{ name: Ada Obi }] }
environments: { production: { vars: { APP_URL: "https://app.example" }, protected: true } }
`
const RUNBOOK = `---
pace: auto
---
# Production

![map](https://pictures.example/map.png) See [the wiki](https://wiki.example). <img src="https://pixels.example/p.gif">

\`\`\`bash {name=switch}
curl -fsS "$APP_URL" "$NOBODY"
\`\`\`

\`\`\`yaml
replicas: 2
\`\`\`

- [ ] Ask support {name=ask}
`

test('a runbook is read, commented and signed without a request that leaves this machine', async () => {
  const small = smallRelease(RELEASE, RUNBOOK)
  const deck = await openDeck(small.db, small.folder)
  const { page } = deck
  const outside: string[] = []
  page.on('request', (request) => {
    if (!/^(https?|wss?):\/\/127\.0\.0\.1|^(data|blob):/.test(request.url())) outside.push(request.url())
  })
  try {
    await page.getByRole('button', { name: /Start a run/ }).waitFor()
    await page.keyboard.press('3')
    await page.getByText('1 command, 1 human action').waitFor()
    await page.getByText('[picture: map]').waitFor()
    await page.getByText('Not run.').waitFor()
    await page.keyboard.press('j')
    const resolved = page.getByRole('region', { name: 'As it will run' })
    await resolved.getByText('https://app.example').waitFor()
    await resolved.getByText('NOT SET', { exact: true }).waitFor()
    expect(await deck.seriousFindings()).toEqual([])

    await page.keyboard.press('c')
    await page.getByLabel('Your comment').pressSequentially('Who is \u202eNOBODY?')
    await page.keyboard.press('Control+Enter')
    await page
      .getByRole('article', { name: /Step 1/ })
      .getByRole('paragraph')
      .filter({ hasText: 'Who is' })
      .waitFor()

    await page.getByRole('button', { name: 'Sign review…' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^Approve [0-9a-f]{4}/ }).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText(/Signed as reviewed by 1 of|Reviewed: signed by all/).waitFor()
    expect(readFileSync(join(small.folder, 'runbook.md'), 'utf8')).toBe(RUNBOOK)
    expect(outside).toEqual([])
    expect(deck.complaints).toEqual([])
  } finally {
    await deck.close()
    small.remove()
  }
})
