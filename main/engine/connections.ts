/** Puts on the record when the way to another machine breaks and when it is there again. */
import type { AttemptState, ReleaseState } from '../../shared/domain/state.ts'
import { isOpen } from '../../shared/domain/steps.ts'
import type { CockpitEvent } from '../../shared/events/index.ts'
import type { AttemptId } from '../../shared/ids.ts'
import type { ConnectionChange } from '../ports/process-runner.ts'

const of = (attempt: AttemptState) => ({ runId: attempt.runId, stepId: attempt.stepId, attemptId: attempt.id })

/** The event of a change, unless the record says so already. */
export function connectionEvent(
  state: ReleaseState,
  id: AttemptId,
  change: ConnectionChange,
  nowMs: number,
): CockpitEvent | undefined {
  const attempt = state.attempts[id]
  if (!attempt || !isOpen(attempt)) return undefined
  const { host } = change
  if ('lost' in change) {
    if (attempt.lost) return undefined
    return { type: 'step.connection-lost', payload: { ...of(attempt), host, ...change.lost } }
  }
  if (!attempt.lost) return undefined
  const lostMs = Math.max(0, nowMs - attempt.lost.sinceMs)
  return { type: 'step.connection-restored', payload: { ...of(attempt), host, lostMs } }
}
