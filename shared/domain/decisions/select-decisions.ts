import type { ReleaseState } from '../state.ts'
import { GRAVITY, type TimedDecision } from './timed-decision.ts'

/** What the room still has to decide, gravest first, then the one due first. */
export function selectOpenDecisions(state: ReleaseState, environment?: string): TimedDecision[] {
  return Object.values(state.decisions ?? {})
    .filter((each) => !each.closed && (environment === undefined || each.environment === environment))
    .toSorted(
      (a, b) =>
        GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity) ||
        (a.dueAtMs ?? Number.POSITIVE_INFINITY) - (b.dueAtMs ?? Number.POSITIVE_INFINITY),
    )
}
