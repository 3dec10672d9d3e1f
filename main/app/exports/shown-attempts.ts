import type { LogSelection } from '../../../shared/documents/log/selection.ts'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import type { ShownAttempt } from '../../export/log/log-files.ts'

/** The attempts whose output belongs to a selection: those that ran in its time. */
export function shownAttempts(state: ReleaseState, { fromMs, toMs }: LogSelection): ShownAttempt[] {
  return Object.values(state.attempts)
    .filter(
      ({ startedAtMs, endedAtMs }) =>
        (toMs === undefined || startedAtMs <= toMs) && (fromMs === undefined || (endedAtMs ?? Infinity) >= fromMs),
    )
    .map(({ id, stepId, number }) => ({ id, stepId, number }))
}
