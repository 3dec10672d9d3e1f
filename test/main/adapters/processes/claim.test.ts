import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AttemptDirectories } from '../../../../main/adapters/processes/attempt-files.ts'
import { forbid, readClaim } from '../../../../main/adapters/processes/claim.ts'
import {
  emptyExitRecord,
  exitRecordBytes,
  parseExitRecord,
  shimText,
} from '../../../../main/adapters/processes/shim.ts'
import { attemptId, runId } from '../../../../shared/ids.ts'
import { type Bench, createBench } from './support.ts'

let bench: Bench
beforeEach(() => {
  bench = createBench()
})
afterEach(() => bench.dispose())

const attempt = attemptId('p-1/step')

function prepare() {
  const directories = new AttemptDirectories(bench.directory)
  const files = directories.of(runId('p-1'), attempt)
  mkdirSync(files.directory, { recursive: true })
  writeFileSync(files.exit, emptyExitRecord)
  return { directories, files }
}

async function shim(shell: string, directory: string, log: string): Promise<void> {
  const command = ['/bin/sh', '-c', `echo ran >>'${log}'; exit 6`]
  await once(spawn(shell, ['-c', shimText, 'cockpit-shim', directory, 'nonce', ...command], { detached: true }), 'exit')
}

const ran = (log: string) => readFileSync(log, 'utf8').split('\n').length - 1

test.each(['sh', 'bash'])('of twenty shims in %s for one attempt exactly one executes', async (shell) => {
  const { files } = prepare()
  const log = join(bench.root, 'log')
  await Promise.all(Array.from({ length: 20 }, () => shim(shell, files.directory, log)))
  expect(ran(log)).toBe(1)
  const record = readFileSync(files.exit, 'utf8')
  expect(record).toHaveLength(exitRecordBytes)
  expect(parseExitRecord(record, 'nonce')).toBe(6)
})

test('either the shim or the cockpit has the claim, never both', async () => {
  for (let round = 0; round < 20; round++) {
    const log = join(bench.root, `log-${round}`)
    writeFileSync(log, '')
    const directories = new AttemptDirectories(join(bench.root, `runs-${round}`))
    const files = directories.of(runId('p-1'), attempt)
    mkdirSync(files.directory, { recursive: true })
    writeFileSync(files.exit, emptyExitRecord)
    const started = shim('sh', files.directory, log)
    await new Promise((resolve) => setTimeout(resolve, round % 4))
    const forbidden = forbid(directories, attempt)
    await started
    expect(ran(log)).toBe(forbidden ? 0 : 1)
  }
})

test('a cancelled attempt whose shim has not executed yet never does', async () => {
  const { files } = prepare()
  const log = join(bench.root, 'log')
  writeFileSync(log, '')
  writeFileSync(files.cancel, 'TERM\n')
  await shim('sh', files.directory, log)
  expect(ran(log)).toBe(0)
  expect(readClaim(files)).toBeUndefined()
})

test('forbidding twice stays forbidden', () => {
  const { directories } = prepare()
  expect(forbid(directories, attempt)).toBe(true)
  expect(forbid(directories, attempt)).toBe(true)
})
