import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createProcessRunner } from '../../../../main/adapters/processes/process-runner.ts'
import { createProcessTable, type ProcessTable } from '../../../../main/adapters/processes/process-table.ts'
import type { CommandSpec, Observation, ProcessRunner } from '../../../../main/ports/process-runner.ts'
import { type AttemptId, attemptId, runId } from '../../../../shared/ids.ts'
import { PATIENCE_MS, until as patiently } from '../../../support/until.ts'

export type Bench = {
  root: string
  directory: string
  runner: ProcessRunner
  /** A second cockpit on the same files. */
  another(processes?: Partial<ProcessTable>): ProcessRunner
  spec(script: string, changes?: Partial<CommandSpec>): CommandSpec
  output(attempt: AttemptId): string
  /** Starts a command and waits until it is over. */
  run(script: string, changes?: Partial<CommandSpec>): Promise<{ seen: Observation; output: string; spec: CommandSpec }>
  dispose(): void
}

export const environment = { PATH: process.env.PATH ?? '', HOME: '/nowhere' }

const killGroup = (pid: number) => {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {}
}

export function createBench(): Bench {
  const root = mkdtempSync(join(tmpdir(), 'cockpit-processes-'))
  const directory = join(root, 'ledger.runs')
  const runner = createProcessRunner({ directory })
  const real = createProcessTable()
  const bench: Bench = {
    root,
    directory,
    runner,
    another: (processes) => createProcessRunner({ directory, processes: { ...real, ...processes } }),
    spec: (script, changes) => ({
      run: runId('p-1'),
      attempt: attemptId(`p-1/deploy#${randomBytes(4).toString('hex')}`),
      nonce: randomBytes(16).toString('hex'),
      script,
      language: 'bash',
      strict: true,
      cwd: root,
      env: environment,
      carry: false,
      ...changes,
    }),
    output: (attempt) => readFileSync(runner.spoolFile(attempt), 'utf8'),
    async run(script, changes) {
      const spec = bench.spec(script, changes)
      await runner.start(spec)
      const seen = await runner.settled(spec.attempt, AbortSignal.timeout(PATIENCE_MS))
      return { seen, output: bench.output(spec.attempt), spec }
    },
    dispose() {
      for (const attempt of runner.known()) {
        const seen = runner.observe(attempt)
        if (seen.state === 'running') killGroup(seen.identity.pid)
        if (seen.state === 'exit-unknowable') for (const pid of seen.pids) process.kill(pid, 'SIGKILL')
      }
      rmSync(root, { recursive: true, force: true })
    },
  }
  return bench
}

/** Polls until `look` returns something. */
export const until = <T>(look: () => T | undefined | false): Promise<T> =>
  patiently(() => look() || undefined, String(look))
