/** The entries documents tell of, kept per release and read on from where they were read last: a ledger may have a million others. */
import type { EventType, RecordedEvent } from '../../../shared/events/index.ts'
import { upcast } from '../../../shared/events/upcast.ts'
import type { ReleaseId } from '../../../shared/ids.ts'
import { ERASURE_TYPE } from '../../../shared/ledger/erasure.ts'
import type { EventStore } from '../../ports/event-store.ts'

/** Entries without which every timeline reads the same, and which are many or long. */
const UNTOLD: readonly EventType[] = [
  'samples.sealed',
  'output.sealed',
  'checkpoint.signed',
  'definition.loaded',
  'files.digested',
  'gate.measured',
  'step.spawned',
  'step.input-typed',
  'document.edited',
]

export const isUntold = (type: string): boolean => UNTOLD.includes(type as EventType)

/** Few enough that nothing waits noticeably meanwhile: what triggers a rollback comes between two of them. */
const AT_ONCE = 500

const pause = () => new Promise<void>((resolve) => setImmediate(resolve))

type Store = Pick<EventStore, 'read'>
type Told = { readTo: number; events: RecordedEvent[] }

/** Undefined when an entry was erased since: what was read before may still hold it. */
async function readOn(store: Store, release: ReleaseId, size: number, from?: Told): Promise<Told | undefined> {
  const told = { readTo: from?.readTo ?? 0, events: [...(from?.events ?? [])] }
  while (told.readTo < size) {
    const to = Math.min(told.readTo + AT_ONCE, size)
    const entries = store.read(release, told.readTo + 1, to + 1)
    if (from && entries.some(({ type }) => type === ERASURE_TYPE)) return undefined
    const kept = entries.filter(({ type }) => !isUntold(type))
    told.events.push(...kept.flatMap((entry) => upcast(entry) ?? []))
    told.readTo = to
    await pause()
  }
  return told
}

export type ToldEvents = (store: Store, release: ReleaseId, size: number) => Promise<readonly RecordedEvent[]>

export function createToldEvents(): ToldEvents {
  const known = new Map<ReleaseId, Told>()
  return async (store, release, size) => {
    const before = known.get(release)
    const from = before && before.readTo <= size ? before : undefined
    const told = (await readOn(store, release, size, from)) ?? (await readOn(store, release, size))!
    known.set(release, told)
    return told.events
  }
}
