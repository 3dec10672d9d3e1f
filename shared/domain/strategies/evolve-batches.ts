import type { RecordedEvent } from '../../events/index.ts'
import type { ReleaseState } from '../state.ts'
import { selectStep } from '../steps.ts'

export function evolveBatches(state: ReleaseState, event: RecordedEvent): ReleaseState {
  if (event.type !== 'batch.overridden') return state
  const { runId, stepId, words, reason } = event.payload
  const run = state.runs[runId]
  if (!run) return state
  const by = event.actor.kind === 'person' ? event.actor.name : 'the cockpit'
  const title = selectStep(run.definition, stepId)?.title ?? stepId
  const deviations = [...run.deviations, `Began “${title}” all the same, by ${by}: ${reason} (${words})`]
  const batchesAllowed = { ...run.batchesAllowed, [stepId]: { words, reason } }
  return { ...state, runs: { ...state.runs, [runId]: { ...run, deviations, batchesAllowed } } }
}
