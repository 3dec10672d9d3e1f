import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createProcessRunner } from '../../../../main/adapters/processes/process-runner.ts'
import { createRemoteRunner } from '../../../../main/adapters/remote/remote-runner.ts'
import { createRunnerRouter } from '../../../../main/adapters/remote/runner-router.ts'
import type {
  CommandSpec,
  ConnectionChange,
  Observation,
  ProcessRunner,
} from '../../../../main/ports/process-runner.ts'
import { type AttemptId, attemptId, runId } from '../../../../shared/ids.ts'
import type { Sshd } from '../../../support/sshd.ts'
import { until } from '../../../support/until.ts'

export type RemoteBench = {
  root: string
  directory: string
  runner: ProcessRunner
  changes: ConnectionChange[]
  /** A second cockpit on the same files. */
  another(): ProcessRunner
  spec(script: string, changes?: Partial<CommandSpec>): CommandSpec
  output(attempt: AttemptId): string
  run(script: string, changes?: Partial<CommandSpec>): Promise<{ seen: Observation; output: string; spec: CommandSpec }>
  dispose(): void
}

/** Each step makes several connections: patience on a busy machine. */
export const patiently = <T>(look: () => T | undefined | false | Promise<T | undefined | false>, what: string) =>
  until(look, what, 200_000)

export const settle = (runner: ProcessRunner, attempt: AttemptId) =>
  runner.settled(attempt, AbortSignal.timeout(200_000))

/** Ends what a test left running on the host. */
function killLeft(identity: string): void {
  try {
    process.kill(-Number(readFileSync(identity, 'utf8').split('\n')[0]), 'SIGKILL')
  } catch {}
}

export function createRemoteBench(sshd: Sshd): RemoteBench {
  const root = mkdtempSync(join(tmpdir(), 'cockpit-remote-'))
  const directory = join(root, 'ledger.runs')
  const create = () =>
    createRunnerRouter(createProcessRunner({ directory }), createRemoteRunner({ directory, ssh: { env: process.env } }))
  const runner = create()
  const changes: ConnectionChange[] = []
  const nonces: string[] = []
  runner.onConnection!((_, change) => changes.push(change))
  const bench: RemoteBench = {
    root,
    directory,
    runner,
    changes,
    another: create,
    spec(script, more) {
      const nonce = randomBytes(16).toString('hex')
      nonces.push(nonce)
      return {
        run: runId('p-1'),
        attempt: attemptId(`p-1/deploy#${randomBytes(4).toString('hex')}`),
        nonce,
        script,
        language: 'sh',
        strict: true,
        cwd: '',
        env: {},
        carry: false,
        on: { host: sshd.host, config: sshd.clientConfig },
        ...more,
      }
    },
    output: (attempt) => readFileSync(runner.spoolFile(attempt), 'utf8'),
    async run(script, more) {
      const spec = bench.spec(script, more)
      await runner.start(spec)
      const seen = await settle(runner, spec.attempt)
      return { seen, output: bench.output(spec.attempt), spec }
    },
    dispose() {
      for (const nonce of nonces) killLeft(join(sshd.state, nonce, 'identity'))
      rmSync(root, { recursive: true, force: true })
    },
  }
  return bench
}

/** Counts lines until the gate file is there, and ends with 3. */
export const counting = (gate: string) =>
  `i=0; until [ -e '${gate}' ]; do i=$((i+1)); echo "line $i"; sleep 0.01; done; echo "last $i"; exit 3`

export const expectAllLines = (output: string) => {
  const lines = output.trimEnd().split('\n')
  const last = lines.pop()
  expect(lines).toEqual(lines.map((_, at) => `line ${at + 1}`))
  expect(last).toBe(`last ${lines.length}`)
}
