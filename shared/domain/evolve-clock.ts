/** A clock that was set moves what is still open along with it: no elapsed time on any screen, and no deadline, jumps with the clock. */
import type { AttemptId, RunId } from '../ids.ts'
import { moveDecisions } from './decisions/evolve-decisions.ts'
import type { AttemptState, ReleaseState, RunState } from './state.ts'
import { selectUnfinished } from './steps.ts'

const moveAttempt = (attempt: AttemptState, byMs: number): AttemptState => ({
  ...attempt,
  startedAtMs: attempt.startedAtMs + byMs,
  ...(attempt.endedAtMs === undefined ? {} : { endedAtMs: attempt.endedAtMs + byMs }),
  ...(attempt.stop ? { stop: { ...attempt.stop, atMs: attempt.stop.atMs + byMs } } : {}),
})

export function moveClock(state: ReleaseState, byMs: number): ReleaseState {
  const open = selectUnfinished(state)
  const runs: Record<RunId, RunState> = { ...state.runs }
  const attempts: Record<AttemptId, AttemptState> = { ...state.attempts }
  for (const run of open) {
    runs[run.id] = { ...run, startedAtMs: run.startedAtMs + byMs }
    for (const id of run.attempts) attempts[id] = moveAttempt(attempts[id]!, byMs)
  }
  const sinceSeq = Math.min(...open.map((run) => run.seq))
  const gaps = state.gaps.map((gap) =>
    gap.seq > sinceSeq ? { ...gap, fromMs: gap.fromMs + byMs, toMs: gap.toMs + byMs } : gap,
  )
  return moveDecisions({ ...state, runs, attempts, gaps }, byMs)
}
