import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProcessRunner } from '../../../../main/adapters/processes/process-runner.ts'
import { attemptId, runId } from '../../../../shared/ids.ts'
import { PATIENCE_MS } from '../../../support/until.ts'
import { environment } from './support.ts'

const root = mkdtempSync(join(tmpdir(), 'cockpit-full-'))
const disk = join(root, 'disk')
mkdirSync(disk)

/** Mounting takes root on Linux; elsewhere there is no small disk to fill. */
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', disk]).status === 0

beforeAll(() => {
  if (mounted) mkdirSync(join(disk, 'runs'))
})
afterAll(() => {
  if (mounted) spawnSync('umount', [disk])
  rmSync(root, { recursive: true, force: true })
})

const spec = (script: string) => ({
  run: runId('p-1'),
  attempt: attemptId(`a-${script.length}`),
  nonce: '0123456789abcdef',
  script,
  language: 'bash',
  strict: false,
  cwd: root,
  env: environment,
  carry: false,
})

test.skipIf(!mounted)('the exit code of a command that filled the disk is known', async () => {
  const runner = createProcessRunner({ directory: join(disk, 'runs') })
  const filling = spec('while printf "%01000d\\n" 1; do :; done 2>/dev/null; exit 9')
  await runner.start(filling)
  const seen = await runner.settled(filling.attempt, AbortSignal.timeout(PATIENCE_MS))
  expect(seen).toMatchObject({ state: 'finished', exitCode: 9 })
  writeFileSync(join(disk, 'rest'), '')
  await expect(runner.start(spec('echo no room'))).rejects.toThrow('the disk that holds the ledger is full')
  expect(runner.observe(attemptId('a-12')).state).toBe('never-started')
})
