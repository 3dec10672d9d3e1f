import type { RecordedEvent } from '../../events/index.ts'
import type { ReleaseState } from '../state.ts'
import type { ItemState } from './item-state.ts'

const change = (state: ReleaseState, id: string, to: (item: ItemState) => ItemState): ReleaseState => ({
  ...state,
  items: { ...state.items, [id]: to(state.items?.[id] ?? {}) },
})

export function evolveItems(state: ReleaseState, event: RecordedEvent): ReleaseState {
  const atMs = Date.parse(event.recordedAt)
  const by = event.actor
  switch (event.type) {
    case 'item.taken': {
      const { item, person } = event.payload
      return change(state, item, (before) => ({ ...before, takenBy: { person, atMs } }))
    }
    case 'item.done': {
      const { item, role, evidence } = event.payload
      const done = { by, atMs, evidence, ...(role === undefined ? {} : { role }) }
      return change(state, item, ({ waived: _, reopened: __, ...before }) => ({ ...before, done }))
    }
    case 'item.reopened': {
      const { item, reason } = event.payload
      return change(state, item, ({ done: _, waived: __, ...before }) => ({
        ...before,
        reopened: { by, atMs, reason },
      }))
    }
    case 'item.waived': {
      const { item, role, reason } = event.payload
      return change(state, item, (before) => ({ ...before, waived: { by, atMs, role, reason } }))
    }
    default:
      return state
  }
}
