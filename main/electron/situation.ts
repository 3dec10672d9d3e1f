/** What the desktop shows outside the window: derived from the fold, so that it survives every restart. */
import { type Call, selectCalls } from '../../shared/domain/calls.ts'
import { selectSteps } from '../../shared/domain/select-steps.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { selectUnfinished } from '../../shared/domain/steps.ts'

export type Situation = {
  openRuns: number
  /** Steps that are over, of all steps of the open runs, 0 to 1; undefined when nothing runs. */
  progress: number | undefined
  calls: Call[]
}

const OVER = new Set(['done', 'skipped', 'undone', 'went-on'])

export const situationOf = (states: ReleaseState[], nowMs: number): Situation => {
  const runs = states.flatMap((state) => selectUnfinished(state).map((run) => ({ state, run })))
  const steps = runs.flatMap(({ state, run }) => selectSteps(state, run, nowMs))
  return {
    openRuns: runs.length,
    progress: steps.length === 0 ? undefined : steps.filter(({ status }) => OVER.has(status)).length / steps.length,
    calls: states.flatMap((state) => selectCalls(state, nowMs)),
  }
}
