/** `cockpit exec` in a real run: through the same shim, on the record first, its output kept and masked, known to the rollback. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cockpit, type Ran, type Started, startCockpit } from '../support/cockpit-command.ts'
import { until } from '../support/until.ts'

let folder: string
let db: string
let owner: Started | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-exec-'))
  db = join(folder, 'ledger.db')
  writeFileSync(join(folder, 'release.yaml'), RELEASE)
  writeFileSync(join(folder, 'runbook.md'), RUNBOOK)
  writeFileSync(join(folder, 'token'), 'correct-horse-battery')
})
afterEach(async () => {
  owner?.child.kill('SIGKILL')
  await owner?.done
  owner = undefined
  rmSync(folder, { recursive: true, force: true })
})

const RELEASE = `cockpit: 1
release: { name: Exec, version: "2", previous: "1" }
environments:
  staging: { vars: { WHERE: here }, secrets: { TOKEN: { file: token } } }
  production: { protected: true }
process: { production-requires: [] }
`
const RUNBOOK = `---
pace: auto
---
# Exec

## Staging

\`\`\`sh {name=work undo=undo-work}
cd /
test -e "$OLDPWD/mended"
\`\`\`

\`\`\`sh {name=after}
touch after
\`\`\`

## Rollback

\`\`\`sh {name=undo-work}
true
\`\`\`

\`\`\`sh {name=undo-fix}
rm mended
\`\`\`
`

const exec = (args: string[]): Promise<Ran> => cockpit(['exec', '--db', db, '--as', 'Mei Tanaka', ...args])
const MEND = ['--reason', 'A file was missing.', '--undo', 'undo-fix', '--']

async function halted(): Promise<void> {
  owner = startCockpit(['run', folder, '--stage', 'staging', '--env', 'staging', '--wait', '--db', db])
  await until(() => owner!.stdout().includes('failed in'), 'the failed step')
}

describe('A command typed beside a halted run', () => {
  test('runs with the variables of the run, its output masked, and is undone first by the rollback', async () => {
    await halted()
    const print = 'touch mended; echo "at $WHERE with $TOKEN"'
    const ran = await exec([...MEND, 'sh', '-c', print])
    expect([ran.code, ran.stdout]).toEqual([0, 'at here with ***\n'])
    expect(existsSync(join(folder, 'mended'))).toBe(true)
    const status = await cockpit(['status', '--db', db])
    expect(status.stdout).toMatch(/Deviation: Ad-hoc command by Mei Tanaka: sh -c .* A file was missing\./)
    expect(status.stdout).toMatch(/Done +A1 sh -c/)
    const log = (await cockpit(['log', '--db', db])).stdout
    expect(log).toMatch(/step\.added[\s\S]*step\.started[\s\S]*step\.spawned/)
    expect((await cockpit(['output', 'exec', '--step', 'ad-hoc-1', '--db', db])).stdout).toBe('at here with ***\n')
    const plan = await cockpit(['rollback', folder, '--env', 'staging', '--plan', '--db', db])
    expect(plan.stdout).toMatch(/R1 Undo fix, undoes ad-hoc-1[\s\S]*R2 Undo work, undoes work/)
    const back = await cockpit(['rollback', folder, '--env', 'staging', '--db', db])
    expect([back.code, existsSync(join(folder, 'mended'))]).toEqual([0, false])
  })

  test('that fails says so with its exit code, and the run waits', async () => {
    await halted()
    const ran = await exec(['--reason', 'Try.', '--', 'sh', '-c', 'exit 7'])
    expect([ran.code, ran.stderr]).toEqual([
      1,
      expect.stringMatching(/failed after .*exit 7[\s\S]*The run waits for you/),
    ])
  })

  test('that contains a secret is not written down at all', async () => {
    await halted()
    const ran = await exec(['--reason', 'Try.', '--', 'curl', '-H', 'auth: correct-horse-battery'])
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('contains the value of TOKEN')])
    expect((await cockpit(['log', '--json', '--db', db])).stdout).not.toContain('correct-horse')
  })
})

describe('A command typed where no run is open', () => {
  test('opens a small run of a protected environment only with the code shown for exactly this command, and only once', async () => {
    await cockpit(['run', folder, '--stage', 'staging', '--env', 'staging', '--db', db])
    const asked = ['--env', 'production', '--reason', 'Cache is stale.']
    const shown = await exec([...asked, '--', 'touch', 'flushed'])
    expect([shown.code, existsSync(join(folder, 'flushed'))]).toEqual([3, false])
    expect(shown.stderr).toContain('PRODUCTION, no run is open. This command is not in the runbook:\n  $ touch flushed')
    const code = /--confirm (\w{8})/.exec(shown.stderr)![1]!
    const other = await exec([...asked, '--confirm', code, '--', 'touch', 'something-else'])
    expect([other.code, existsSync(join(folder, 'something-else'))]).toEqual([3, false])
    const ran = await exec([...asked, '--confirm', code, '--', 'touch', 'flushed'])
    expect([ran.code, existsSync(join(folder, 'flushed'))]).toEqual([0, true])
    expect(ran.stdout).toContain('Ad-hoc command in production succeeded')
    expect((await exec([...asked, '--confirm', code, '--', 'touch', 'flushed'])).code).toBe(3)
  })
})
