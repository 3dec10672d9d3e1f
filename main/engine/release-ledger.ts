/** One release's state and the only way to change it: append, then fold. */
import { Batch } from '../../shared/domain/batch.ts'
import { evolve, foldEntries } from '../../shared/domain/evolve.ts'
import { selectSummary } from '../../shared/domain/select-summary.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { isOfWayBack } from '../../shared/domain/way-back.ts'
import { COCKPIT } from '../../shared/events/envelope.ts'
import { mapFreeText } from '../../shared/events/free-text.ts'
import {
  type Actor,
  type CockpitEvent,
  eventDefinition,
  type NewEntry,
  type Recorded,
  type RecordedEvent,
} from '../../shared/events/index.ts'
import { digest, type ReleaseId } from '../../shared/ids.ts'
import type { Clock } from '../ports/clock.ts'
import { type Erasure, isTrouble } from '../ports/event-store.ts'
import type { LateStore } from './late-store.ts'

export type AppendOptions = { actor: Actor; causationId?: number }

export interface ReleaseLedger {
  readonly release: ReleaseId
  /** The folded state; throws before the genesis is appended. */
  state(): ReleaseState
  /**
   * Commits events and folds them. What the way back needs goes to a late journal when the ledger cannot be written, and so does everything after it.
   * Throws `LedgerUnwritable`, and then nothing has changed.
   */
  append(events: CockpitEvent[], options: AppendOptions): RecordedEvent[]
  /** Puts what is in a late journal into the ledger, and says so there. Empty when there is none. Throws `LedgerUnwritable`. */
  bringIn(): RecordedEvent[]
  /** Erases what must not be kept, and folds the record again without it. False when old bytes could not leave the disk yet. */
  erase(erasures: Erasure[], by: Actor): { events: RecordedEvent[]; gone: boolean }
}

const runOf = (event: CockpitEvent): string | null =>
  'runId' in event.payload && typeof event.payload.runId === 'string' ? event.payload.runId : null

/** What is recorded as it is: hiding a word in it would change what is run or verified. */
const AS_IT_IS: readonly string[] = ['release.created', 'definition.loaded', 'checkpoint.signed']

type Hide = (text: string) => string

/** Inputs go to commands, so a start whose inputs hold a secret is refused instead. */
const withoutSecrets = (event: CockpitEvent, payload: unknown, hide: Hide) =>
  AS_IT_IS.includes(event.type) ? payload : mapFreeText(payload, hide, ['inputs', 'definition', 'step'])

function toEntry(event: CockpitEvent, hide: Hide, { actor, causationId }: AppendOptions): NewEntry {
  const definition = eventDefinition(event.type)!
  return {
    type: event.type,
    schemaVersion: definition.schemaVersion,
    actor,
    causationId: causationId ?? null,
    correlationId: runOf(event),
    payload: withoutSecrets(event, JSON.parse(JSON.stringify(definition.payload.parse(event.payload))), hide),
  }
}

/** Folds before the hashes exist, so that the summary goes into the same transaction as the entries it describes. */
function foldAhead(
  state: ReleaseState | undefined,
  release: ReleaseId,
  entries: NewEntry[],
  recordedAt: string,
): ReleaseState {
  let next = state
  const batch = new Batch()
  entries.forEach((entry, index) => {
    const seq = (state?.size ?? 0) + index + 1
    const ahead = { ...entry, seq, recordedAt, payloadDigest: digest(''), hash: digest(''), release }
    next = evolve(next, ahead as RecordedEvent, batch)
  })
  return next!
}

const SLICE = 1000

/** In slices: a long record is never in memory as a whole. Undefined for a release that has no chain. */
function foldStored(store: Pick<LateStore, 'head' | 'read'>, release: ReleaseId): ReleaseState | undefined {
  const size = store.head(release)?.size ?? 0
  let state: ReleaseState | undefined
  const batch = new Batch()
  for (let from = 1; from <= size; from += SLICE)
    state = foldEntries(store.read(release, from, Math.min(from + SLICE, size + 1)), state, batch)
  return state
}

/** Opens a release's chain and folds what is there. `hide` takes secrets out of every word that is recorded. */
export function openReleaseLedger(
  store: LateStore,
  clock: Clock,
  release: ReleaseId,
  onEvents: (release: ReleaseId, events: RecordedEvent[]) => void,
  hide: Hide = (text) => text,
): ReleaseLedger {
  let state = foldStored(store, release)

  /** Nothing that the way back needs is refused because the ledger cannot be written. */
  function write(events: CockpitEvent[], recordedAt: string, entries: NewEntry[], summary: Record<string, unknown>) {
    const append = () => store.append(release, state?.size ?? 0, recordedAt, entries, summary)
    try {
      return append()
    } catch (error) {
      if (!isTrouble(error) || !state || !isOfWayBack(state, events)) throw error
      store.goLate(release, { size: state.size, hash: state.head }, error.message)
      return append()
    }
  }

  const taken = (next: ReleaseState, recorded: Recorded[]): RecordedEvent[] => {
    state = { ...next, head: recorded.at(-1)!.hash }
    onEvents(release, recorded as RecordedEvent[])
    return recorded as RecordedEvent[]
  }

  return {
    release,
    state() {
      if (!state) throw new Error(`Release ${release} has no entries yet.`)
      return state
    },
    append(events, options) {
      if (events.length === 0) return []
      const recordedAt = clock.isoNow()
      const entries = events.map((event) => toEntry(event, hide, options))
      const next = foldAhead(state, release, entries, recordedAt)
      return taken(next, write(events, recordedAt, entries, selectSummary(next, clock.nowMs())))
    },
    bringIn() {
      const journal = store.lateOf(release)
      if (!journal || !state) return []
      const { journalId, base, sinceMs: fromMs, reason } = journal.header
      const payload = { journalId, fromSeq: base.size + 1, toSeq: state.size, fromMs, toMs: clock.nowMs(), reason }
      const entries = [toEntry({ type: 'ledger.recorded-late', payload }, hide, { actor: COCKPIT })]
      const recordedAt = clock.isoNow()
      const next = foldAhead(state, release, entries, recordedAt)
      return taken(next, store.bringIn(release, recordedAt, entries, selectSummary(next, clock.nowMs())))
    },
    erase(erasures, by) {
      const done = erasures.map((erasure) => store.remove(release, erasure, clock.isoNow(), by))
      state = foldStored(store, release)
      const events = done.flatMap(({ recorded }) => recorded) as RecordedEvent[]
      onEvents(release, events)
      return { events, gone: done.every((each) => each.gone) }
    },
  }
}
