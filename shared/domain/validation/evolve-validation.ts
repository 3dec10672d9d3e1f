import type { RecordedEvent } from '../../events/index.ts'
import type { Batch } from '../batch.ts'
import type { ReleaseState } from '../state.ts'

export function evolveValidation(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  switch (event.type) {
    case 'coverage.measured':
      return { ...state, coverage: event.payload }
    case 'finding.late':
      return {
        ...state,
        lateFindings: batch.append(state.lateFindings, {
          ...event.payload,
          id: `L${event.seq}`,
          atMs: Date.parse(event.recordedAt),
        }),
      }
    default:
      return state
  }
}
