import type { GapState, ReleaseState, RunState } from '../state.ts'
import { selectRehearsals } from '../steps.ts'

const isDuring =
  ({ seq, fromMs }: GapState) =>
  (run: RunState): boolean =>
    run.seq < seq && (run.finished === undefined || run.finished.atMs >= fromMs)

/** Time in which nobody watched a rehearsal, and nothing ran for real: no deviation of the release. */
export const isOfRehearsal = (state: ReleaseState, gap: GapState): boolean =>
  selectRehearsals(state).some(isDuring(gap)) && !state.runOrder.map((id) => state.runs[id]!).some(isDuring(gap))
