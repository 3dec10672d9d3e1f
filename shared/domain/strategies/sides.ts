/** What was seen of the sides and instances of services: the form it is pushed in, and its fold. */
import type { PayloadOf, RecordedEvent } from '../../events/index.ts'
import type { ReleaseState } from '../state.ts'

export type Instance = NonNullable<PayloadOf<'instances.observed'>['instances']>[number]

export type SideName = 'live' | 'idle' | 'instances'

/** One look. `error` says why nothing is known; times in ms since the epoch. */
export type SideView = {
  service: string
  side: SideName
  version?: string
  instances?: Instance[]
  error?: string
  /** Since when it is as it is. */
  sinceMs: number
  /** When it was looked at last. */
  atMs: number
}

export const sideKey = (environment: string, { service, side }: Pick<SideView, 'service' | 'side'>): string =>
  `${environment}/${service}/${side}`

/** What makes a difference: words that change from look to look, such as those of an error, do not. */
export const sideDigest = ({ version, instances, error }: Partial<SideView>): string =>
  JSON.stringify([
    version ?? null,
    instances?.map(({ name, version: of, ok }) => [name, of, ok]) ?? null,
    error !== undefined,
  ])

/** The entry for a look. */
export function sideEvent(
  environment: string,
  { service, side, version, instances, error }: SideView,
  runId?: PayloadOf<'side.observed'>['runId'],
):
  | { type: 'side.observed'; payload: PayloadOf<'side.observed'> }
  | { type: 'instances.observed'; payload: PayloadOf<'instances.observed'> } {
  const base = {
    environment,
    service,
    ...(runId === undefined ? {} : { runId }),
    ...(error === undefined ? {} : { error }),
  }
  if (side === 'instances')
    return { type: 'instances.observed', payload: { ...base, ...(instances ? { instances } : {}) } }
  return { type: 'side.observed', payload: { ...base, side, ...(version === undefined ? {} : { version }) } }
}

export function evolveSides(state: ReleaseState, event: RecordedEvent): ReleaseState {
  if (event.type !== 'side.observed' && event.type !== 'instances.observed') return state
  const { environment, service, error } = event.payload
  const atMs = Date.parse(event.recordedAt)
  const seen =
    event.type === 'side.observed'
      ? { side: event.payload.side, version: event.payload.version }
      : { side: 'instances' as const, instances: event.payload.instances }
  const view = JSON.parse(JSON.stringify({ service, ...seen, error, sinceMs: atMs, atMs })) as SideView
  return { ...state, sides: { ...state.sides, [sideKey(environment, view)]: view } }
}
