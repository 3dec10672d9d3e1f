import type { RecordedEvent } from '../../events/index.ts'
import type { ReleaseState } from '../state.ts'
import type { DriverState } from './driver-state.ts'

function driving({ actor, seq, recordedAt }: RecordedEvent): DriverState | undefined {
  if (actor.kind !== 'person') return undefined
  const { name, role } = actor
  return { name, ...(role ? { role } : {}), by: actor, seq, atMs: Date.parse(recordedAt) }
}

function withDriver(state: ReleaseState, driver: DriverState | undefined): ReleaseState {
  const { driver: _, ...rest } = state
  return driver ? { ...rest, driver } : rest
}

export function evolveDriver(state: ReleaseState, event: RecordedEvent): ReleaseState {
  switch (event.type) {
    case 'driver.took':
    case 'driver.handed-over':
      return withDriver(state, driving(event))
    case 'driver.left':
      return withDriver(state, undefined)
    case 'driver.offered': {
      const offer = { ...event.payload, seq: event.seq, atMs: Date.parse(event.recordedAt) }
      return state.driver ? withDriver(state, { ...state.driver, offer }) : state
    }
    case 'driver.offer-ended': {
      if (!state.driver) return state
      const { offer: _, ...driver } = state.driver
      return withDriver(state, driver)
    }
    default:
      return state
  }
}
