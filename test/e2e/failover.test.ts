/** Two windows on one ledger: the one that owns it is killed in the middle of a step, and the other takes over without losing anything. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cockpit, startCockpit } from '../support/cockpit-command.ts'
import { until } from '../support/until.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-failover-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const RUNBOOK = `---
pace: auto
---
# Failover

## Staging

\`\`\`sh {name=wait}
echo "asked by $WHO"
while [ ! -e go ]; do sleep 0.05; done
\`\`\`

\`\`\`sh {name=after}
echo "still for $WHO"
\`\`\`
`

test('a run goes on in the terminal that asked for it, with its environment, when the window that owned the ledger is killed', async () => {
  writeFileSync(
    join(folder, 'release.yaml'),
    'cockpit: 1\nrelease: { name: Failover, version: "1" }\nenvironments: { staging: {} }\n',
  )
  writeFileSync(join(folder, 'runbook.md'), RUNBOOK)
  const db = join(folder, 'ledger.db')
  const owner = startCockpit(['serve', '--db', db, '--port', '0'])
  await until(() => owner.stdout().includes('http://'), 'the browser host')
  const run = startCockpit(['run', folder, '--stage', 'staging', '--env', 'staging', '--db', db], {
    WHO: 'the terminal',
  })
  await until(() => run.stdout().includes('asked by the terminal'), 'the first output')
  owner.child.kill('SIGKILL')
  await owner.done
  writeFileSync(join(folder, 'go'), '')
  const { code, stdout } = await run.done
  expect(stdout).toContain('still for the terminal')
  expect(code).toBe(0)
  const log = await cockpit(['log', '--db', db])
  expect(log.stdout).toContain('guard.resumed')
  expect(log.stdout.match(/step\.started/g)).toHaveLength(2)
  expect((await cockpit(['verify', db])).code).toBe(10)
})
