import type { AttemptId } from '../../../shared/ids.ts'
import type { ProcessRunner } from '../../ports/process-runner.ts'
import type { createRemoteRunner } from './remote-runner.ts'

/** One runner for attempts here and elsewhere: where an attempt belongs is told by its files, so it is known after a restart too. */
export function createRunnerRouter(local: ProcessRunner, remote: ReturnType<typeof createRemoteRunner>): ProcessRunner {
  const of = (attempt: AttemptId): ProcessRunner => (remote.isIts(attempt) ? remote : local)
  return {
    start: (spec) => (spec.on ? remote : local).start(spec),
    settled: (attempt, signal) => of(attempt).settled(attempt, signal),
    observe: (attempt) => of(attempt).observe(attempt),
    forbid: (attempt) => of(attempt).forbid(attempt),
    signal: (attempt, signal) => of(attempt).signal(attempt, signal),
    leftRunning: (attempt) => of(attempt).leftRunning(attempt),
    inspect: (attempt) => of(attempt).inspect(attempt),
    spoolFile: (attempt) => of(attempt).spoolFile(attempt),
    discard: (attempt, options) => of(attempt).discard(attempt, options),
    leftSpool: (attempt) => of(attempt).leftSpool(attempt),
    onConnection: (listener) => remote.onConnection!(listener),
    ...(local.terminal ? { terminal: local.terminal } : {}),
    known: () => local.known(),
  }
}
