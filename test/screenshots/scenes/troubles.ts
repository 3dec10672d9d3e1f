/** A night on which much goes wrong, in names as long and as foreign as people have them. */
import { execFileSync } from 'node:child_process'
import type { Browser, Page } from 'playwright-core'
import { type SmallRelease, smallRelease } from '../../support/small-release.ts'
import { until } from '../../support/until.ts'
import type { Album } from '../camera.ts'
import { byPalette, note, onStage, press, type Stage, seen, start } from '../stage.ts'

const RELEASE = `cockpit: 1
release:
  name: Internationale Zahlungsabwicklung und Rechnungsstellung für Großkunden (Core Banking Platform)
  version: 2026.11.27-rc.14+build.20261127.4f1c9e7
  previous: 2026.11.20+build.20261120.77aa01b
  ticket: CHG-2026-0011042, INC-2026-77120
strategy: rolling
team:
  devops-lead: [{ name: Wilhelmina Featherstonehaugh-Cholmondeley, contact: w@example.com }]
  sre: [{ name: عبد الرحمن بن عبد العزيز, contact: a@example.com }]
  security-lead: [{ name: "Nguyễn Thị Minh Khai", contact: n@example.com }]
environments:
  staging: { vars: { REGION: eu-central-1-frankfurt-availability-zone-b } }
metrics:
  blind: { title: Fehlerquote der Zahlungsaufträge (Prometheus), unit: percent, target: { below: 0.1 }, interval: 1s, window: 30s, source: { prometheus: { url: "http://127.0.0.1:9", query: up } } }
  thin: { title: Payments per second, unit: per-second, target: { above: 10 }, interval: 1s, window: 10s, min-volume: 500, source: { command: "echo 42" } }
  holds: { title: Queue, unit: count, target: { below: 100 }, interval: 1s, window: 10s, source: { command: "echo 12" } }
`
const RUNBOOK = `---
pace: auto
---
# Zahlungsabwicklung

## Staging

\`\`\`sh {name=export-the-current-configuration-of-every-availability-zone-before-anything-is-touched}
echo "تم النشر بنجاح في $REGION"; printf '\\033[31mrot\\033[0m \\033[1mfett\\033[0m\\n'; seq 1 400
\`\`\`

\`\`\`sh {name=time-out timeout=2s}
echo "waiting for a lock nobody gives back"; sleep 60
\`\`\`

\`\`\`sh {name=fail}
echo "psql: error: connection to server at \\"db-payments-primary.internal\\" failed: FATAL: remaining connection slots are reserved" >&2; exit 3
\`\`\`

\`\`\`sh {name=lost}
echo "applying 4 of 9"; sleep 600
\`\`\`

- [ ] אשר שהתורים ריקים לפני ההמשך (confirm that the queues are empty)

## Rollback

\`\`\`sh {name=back}
echo back
\`\`\`
`

const step = (page: Page, title: string) => page.locator('li.step').filter({ hasText: title })
const act = (page: Page, title: string, name: RegExp) => step(page, title).getByRole('button', { name }).first().click()

async function skip(page: Page, title: string): Promise<void> {
  await act(page, title, /^Skip/)
  await page.getByRole('dialog').getByRole('textbox').first().fill('Known; agreed with the room.')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Skip it/ })
    .click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** As when the machine takes the shim away: what came of its command nobody can know. */
const loseTheShim = (db: string) => execFileSync('pkill', ['-9', '-f', `${db}.runs`])

async function play({ camera, page, host, tabs }: Stage, { db }: SmallRelease): Promise<void> {
  await camera.take('ready')
  await start(page, 'staging')
  await step(page, 'Time out')
    .getByText(/Timed out/i)
    .first()
    .waitFor()
  await note(page, 'الخدمة بطيئة في المنطقة ب، لكن @sre موافق على المتابعة. Retry after the lock is gone.')
  await camera.take('timed-out')
  await skip(page, 'Time out')
  await step(page, 'Fail')
    .getByText(/^Failed/)
    .first()
    .waitFor()
  await camera.take('failed')
  await skip(page, 'Fail')
  await step(page, 'Lost').getByText('Running').first().waitFor()
  await byPalette('Pause the run')(page)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Pause/ })
    .click()
  await camera.take('paused')
  loseTheShim(db)
  await seen(page, /unknown/i)
  await camera.take('outcome-unknown')
  await camera.take('long-plan', press('2'), press('1'))
  await camera.take('long-runbook', press('3'), press('1'))
  await camera.take('long-ledger', press('4'), press('1'))
  host.child.kill('SIGKILL')
  await host.done
  await until(
    () =>
      tabs[0]!.page
        .getByText(/connection|reconnect|not answer|lost/i)
        .first()
        .isVisible(),
    'the word that the cockpit is gone',
  )
  await camera.take('cockpit-gone')
}

export async function troubles(set: { browser: Browser; album: Album }): Promise<void> {
  const release = smallRelease(RELEASE, RUNBOOK)
  try {
    await onStage(set, 'trouble', ['--db', release.db, '--folder', release.folder], {}, (stage) => play(stage, release))
  } finally {
    release.remove()
  }
}
