/**
 * Time in which nobody watched (DESIGN §7, "Sleep and gaps"): the cockpit slept, was stopped, or nobody owned the ledger.
 *
 * G1  Timeouts, waits and delays count awake time: a gap is added to what they still have.
 * G2  One that ran out during a gap, by the wall clock, acts only after a person has acknowledged the gap; then it has what was left of it.
 * G3  After a gap a deploy begins nothing and does not end by itself until a person says "continue". A rollback goes on.
 * G4  A stretch shorter than `GAP_MS` (one window taking over from another, say) is on record and holds nothing.
 */
import type { RunId } from '../ids.ts'
import type { AttemptState, GapState, ReleaseState, RunState } from './state.ts'

/** An engine tick late by this much is a gap. */
export const GAP_MS = 5000

const lengthMs = (gap: GapState) => Math.max(0, gap.toMs - gap.fromMs)

/** How much of the time since an instant nobody watched. */
export const selectLostMs = (state: ReleaseState, sinceMs: number): number =>
  state.gaps.reduce((sum, gap) => sum + Math.max(0, gap.toMs - Math.max(gap.fromMs, sinceMs)), 0)

/** Time a run or attempt really had: since an instant, less the gaps. */
export const selectAwakeMs = (state: ReleaseState, sinceMs: number, nowMs: number): number =>
  nowMs - sinceMs - selectLostMs(state, sinceMs)

/** Gaps of an open deploy that nobody has acknowledged yet, oldest first: while there is one, the run is held (G3). */
export const selectOpenGaps = (state: ReleaseState, run: RunState): GapState[] =>
  run.kind === 'rollback' || run.finished || run.takenOverBy
    ? []
    : state.gaps.filter((gap) => gap.seq > Math.max(run.seq, run.gapsSeenSeq ?? 0) && lengthMs(gap) >= GAP_MS)

export const isHeldByGap = (state: ReleaseState, run: RunState): boolean => selectOpenGaps(state, run).length > 0

/** The instant a clock of `allowedMs` runs out, gaps not counted. */
export const selectDueMs = (state: ReleaseState, sinceMs: number, allowedMs: number): number =>
  state.gaps.reduce((dueMs, gap) => {
    const fromMs = Math.max(gap.fromMs, sinceMs)
    return fromMs < dueMs ? dueMs + Math.max(0, gap.toMs - fromMs) : dueMs
  }, sinceMs + allowedMs)

/** When, by the wall clock, a clock ran out inside a gap that is not acknowledged yet; undefined when it did not (G2). */
export function selectLapsedMs(
  state: ReleaseState,
  runId: RunId,
  sinceMs: number,
  allowedMs: number,
): number | undefined {
  const run = state.runs[runId]
  const open = run ? selectOpenGaps(state, run) : []
  const before = { ...state, gaps: state.gaps.filter((gap) => !open.includes(gap)) }
  const dueMs = selectDueMs(before, sinceMs, allowedMs)
  return open.some((gap) => gap.fromMs < dueMs && dueMs <= gap.toMs) ? dueMs : undefined
}

/** When an attempt's clock may act; undefined while a person has to say first that the run goes on. */
export const selectActsAtMs = (state: ReleaseState, attempt: AttemptState, allowedMs: number): number | undefined =>
  selectLapsedMs(state, attempt.runId, attempt.startedAtMs, allowedMs) === undefined
    ? selectDueMs(state, attempt.startedAtMs, allowedMs)
    : undefined
