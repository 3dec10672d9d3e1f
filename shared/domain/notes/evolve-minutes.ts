import type { RecordedEvent } from '../../events/index.ts'
import type { Batch } from '../batch.ts'
import type { ReleaseState } from '../state.ts'
import type { MinuteState } from './minute-state.ts'

const changeIn =
  (batch: Batch) =>
  (state: ReleaseState, id: string, next: (minute: MinuteState) => MinuteState): ReleaseState => ({
    ...state,
    minutes: batch.change(state.minutes, (each) => each.noteId === id, next),
  })

export function evolveMinutes(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  const change = changeIn(batch)
  const by = { by: event.actor, atMs: Date.parse(event.recordedAt) }
  switch (event.type) {
    case 'note.minuted':
      return { ...state, minutes: batch.append(state.minutes, { ...event.payload, ...by, seq: event.seq }) }
    case 'note.assigned': {
      const { noteId, ...now } = event.payload
      return change(state, noteId, ({ owner: _, due: __, ...minute }) => ({ ...minute, ...now }))
    }
    case 'note.settled': {
      const { noteId, words } = event.payload
      return change(state, noteId, (minute) => ({ ...minute, done: { ...by, ...(words ? { words } : {}) } }))
    }
    case 'note.reopened':
      return change(state, event.payload.noteId, ({ done: _, ...minute }) => minute)
    default:
      return state
  }
}
