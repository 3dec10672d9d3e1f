/** The terminal that started a run is killed, and another one goes on. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cockpit, startCockpit } from '../support/cockpit-command.ts'
import { until } from '../support/until.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-without-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const RUNBOOK = `---
pace: auto
---
# Long

## Staging

\`\`\`sh {name=long}
for n in $(seq 1 200); do echo "line $n"; sleep 0.02; done
\`\`\`
`

test('after kill -9 another terminal attaches and has every byte', async () => {
  const db = join(folder, 'ledger.db')
  writeFileSync(
    join(folder, 'release.yaml'),
    'cockpit: 1\nrelease: { name: Long, version: "2" }\nenvironments: { staging: {} }\n',
  )
  writeFileSync(join(folder, 'runbook.md'), RUNBOOK)
  const first = startCockpit(['run', folder, '--stage', 'staging', '--env', 'staging', '--yes', '--db', db])
  await until(() => first.stdout().includes('line 20\n'), 'output')
  first.child.kill('SIGKILL')
  await first.done
  const attached = await cockpit(['attach', '--continue', '--db', db])
  expect(attached.stdout).toMatch(/Staging in staging succeeded/)
  expect(attached.code).toBe(0)
  const output = await cockpit(['output', 'long', '--step', 'long', '--db', db])
  expect(output.stdout.trim().split('\n')).toEqual(Array.from({ length: 200 }, (_, index) => `line ${index + 1}`))
})
