import type { Observation } from '../../ports/process-runner.ts'
import { signalOf } from '../processes/observe-attempt.ts'
import type { RemoteFacts } from './remote-files.ts'

/** What a host's own look at an attempt (`c_judge`) means. Undefined for words of another version. */
export function parseSeen(words: string[], { on, nonce }: RemoteFacts, endedAtMs: number): Observation | undefined {
  const [state, ...rest] = words
  const { host } = on
  switch (state) {
    case 'finished': {
      const exitCode = Number(rest[0])
      return { state: 'finished', exitCode, signal: signalOf(exitCode), endedAtMs }
    }
    case 'running':
      return {
        state: 'running',
        identity: { bootId: rest[1] ?? '', pid: Number(rest[0]), startTime: rest.slice(2).join(' '), nonce, host },
      }
    case 'never':
      return { state: 'never-started', final: { reason: `The command never started on ${host}.` } }
    case 'unknowable':
      return { state: 'exit-unknowable', pids: rest.map(Number) }
    case 'reboot':
      return { state: 'interrupted-by-reboot' }
    case 'unknown':
      return {
        state: 'unknown',
        reason: `The process that watches the command on ${host} ended without recording an exit code, and the command is gone.`,
      }
    default:
      return undefined
  }
}
