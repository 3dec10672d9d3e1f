/** `cockpit run` in a terminal of its own: the keys go to the step. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CommandSpec } from '../../../main/ports/process-runner.ts'
import { cockpit, entry } from '../../support/cockpit-command.ts'
import { PATIENCE_MS, until } from '../../support/until.ts'
import { type Bench, createBench } from '../adapters/processes/support.ts'

let bench: Bench
let folder: string
let db: string
beforeEach(() => {
  bench = createBench()
  folder = mkdtempSync(join(tmpdir(), 'cockpit-pass-'))
  db = join(folder, 'ledger.db')
  writeFileSync(
    join(folder, 'release.yaml'),
    `cockpit: 1
release: { name: Night Train, version: 1.1.0, previous: 1.0.0 }
strategy: big-bang
environments: { staging: {} }
`,
  )
  writeFileSync(
    join(folder, 'runbook.md'),
    `---
pace: auto
---
# Staging

\`\`\`bash {name=ask interactive=true}
read -p "Drop the old table? [y/N] " answer
echo "said $answer"
[ "$answer" = y ]
\`\`\`

# Rollback

\`\`\`bash {name=back}
echo back
\`\`\`
`,
  )
})
afterEach(() => {
  for (const attempt of bench.runner.known()) bench.runner.signal(attempt, 'KILL')
  bench.dispose()
  rmSync(folder, { recursive: true, force: true })
})

/** The command line on a real pseudo-terminal. */
async function inTerminal(args: string[]): Promise<CommandSpec> {
  const words = [process.execPath, entry, ...args, '--db', db].map((word) => `'${word}'`).join(' ')
  const spec = bench.spec(`exec ${words}`, { terminal: true, cwd: folder })
  await bench.runner.start(spec)
  return spec
}

const screen = (spec: CommandSpec) => readFileSync(bench.runner.spoolFile(spec.attempt), 'utf8')
const shows = (spec: CommandSpec, text: string) => until(() => screen(spec).includes(text), `"${text}" on the screen`)
const type = (spec: CommandSpec, text: string) => bench.runner.terminal!.send(spec.attempt, Buffer.from(text))
const settled = (spec: CommandSpec) => bench.runner.settled(spec.attempt, AbortSignal.timeout(PATIENCE_MS))

test('a question is answered where the run was started', async () => {
  const spec = await inTerminal(['run', folder, '--stage', 'staging', '--env', 'staging'])
  await shows(spec, 'Drop the old table? [y/N] ')
  type(spec, 'y\r')
  expect(await settled(spec), screen(spec)).toMatchObject({ exitCode: 0 })
  expect(screen(spec)).toContain('said y')
  const log = await cockpit(['log', '--db', db])
  expect(log.stdout).toMatch(/ask: 2 B typed, not recorded which/)
  const output = await cockpit(['output', 'night-train-1.1.0', '--step', 'ask', '--db', db])
  expect(output.stdout).toBe('Drop the old table? [y/N] y\r\nsaid y\r\n')
})

test('Ctrl-] leaves the step to itself, and attach answers it', async () => {
  const first = await inTerminal(['run', folder, '--stage', 'staging', '--env', 'staging'])
  await shows(first, 'Drop the old table? [y/N] ')
  type(first, '\x1d')
  await settled(first)
  const second = await inTerminal(['attach', '--continue'])
  await shows(second, 'Drop the old table? [y/N] ')
  type(second, 'n\r')
  await shows(second, 'did not succeed')
  type(second, 'l\r')
  await settled(second)
  expect(screen(second)).toContain('said n')
})

test('without a terminal an interactive step is refused before anything runs', async () => {
  const ran = await cockpit(['run', folder, '--stage', 'staging', '--env', 'staging', '--yes', '--db', db])
  expect(ran.code).toBe(2)
  expect(ran.stderr).toContain('"Ask" is interactive: a person answers it.')
  expect((await cockpit(['log', '--db', db])).stdout).not.toContain('step.started')
})
