/** How long the steps of a release really took: what later releases of the same product can be planned by. */
import type { StepKind } from '../../runbook/model.ts'
import { selectTimings } from '../rehearsal/timings.ts'
import type { ReleaseState } from '../state.ts'

export type StepTimes = {
  stepId: string
  title: string
  kind: StepKind
  environment: string
  /** One of each run in which it was measured, in ms, oldest first. */
  ms: number[]
}

const MOST_KEPT = 50

/** Of runs only: a rehearsal is no measure of production. What failed, confirmed itself, waited for people or holds as long as it is told to has no time. */
export function projectStepTimes(state: ReleaseState): StepTimes[] {
  const found = new Map<string, StepTimes>()
  for (const run of state.runOrder.map((id) => state.runs[id]!))
    for (const { of: stepId, title, kind, measuredMs } of selectTimings(state, run)) {
      if (measuredMs === undefined) continue
      const key = `${run.environment}\0${stepId}`
      const ms = [...(found.get(key)?.ms ?? []), measuredMs].slice(-MOST_KEPT)
      found.set(key, { stepId, title, kind, environment: run.environment, ms })
    }
  return [...found.values()]
}
