/** A real cockpit is stopped (SIGSTOP) in the middle of a step and let go on later: nothing that lapsed acts, and a person says how it goes on. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cockpit, type Started, startCockpit } from '../support/cockpit-command.ts'
import { until } from '../support/until.ts'

let folder: string
let owner: Started | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-gap-'))
})
afterEach(async () => {
  owner?.child.kill('SIGKILL')
  await owner?.done
  rmSync(folder, { recursive: true, force: true })
})

const RUNBOOK = `---
pace: auto
---
# Gap

## Staging

\`\`\`sh {name=work timeout=8s}
echo started
while [ ! -e go ]; do sleep 0.05; done
\`\`\`

\`\`\`sh {name=after}
touch after-was-started
\`\`\`
`

/** Longer than the timeout of the step and than what counts as a gap. */
const STOPPED_MS = 10_000

test('a stopped cockpit starts nothing on return, ends nothing by a timeout that lapsed, and goes on when told to', async () => {
  writeFileSync(
    join(folder, 'release.yaml'),
    'cockpit: 1\nrelease: { name: Gap, version: "1" }\nenvironments: { staging: {} }\n',
  )
  writeFileSync(join(folder, 'runbook.md'), RUNBOOK)
  const db = join(folder, 'ledger.db')
  owner = startCockpit(['run', folder, '--stage', 'staging', '--env', 'staging', '--wait', '--db', db])
  await until(() => owner!.stdout().includes('started\n'), 'the command')
  owner.child.kill('SIGSTOP')
  const stoppedAtMs = Date.now()
  await until(() => Date.now() - stoppedAtMs > STOPPED_MS, 'the time of the gap')
  owner.child.kill('SIGCONT')
  await until(() => owner!.stdout().includes('Asleep for'), 'the report of the return')
  writeFileSync(join(folder, 'go'), '')
  const events = async () => (await cockpit(['log', '--db', db])).stdout
  const log = await until(async () => {
    const text = await events()
    return text.includes('step.finished') && text
  }, 'the end of the step')
  expect(log).toMatch(/engine\.gap[\s\S]*step\.finished.*work done/)
  expect(log.match(/step\.started/g)).toHaveLength(1)
  expect(log).not.toContain('step.stop-requested')
  expect(owner.stdout()).toContain('The timeout of “')
  expect((await cockpit(['status', '--db', db])).stdout).toMatch(/held.*\n.*Asleep for \d:\d\d/)

  const attached = await cockpit(['attach', '--continue', '--as', 'Mei Tanaka', '--db', db])
  expect([attached.code, attached.stdout]).toEqual([0, expect.stringContaining('Staging in staging succeeded')])
  expect(await events()).toMatch(/Mei Tanaka.*Continue after the gap/)
  expect((await owner.done).code).toBe(0)
})
