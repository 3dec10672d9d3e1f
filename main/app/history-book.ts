/**
 * The history of every release of the ledger, kept beside it. What is missing, of another version or behind is made again: at once where the release is in use,
 * else by reading its entries in slices, so that a deploy that goes on meanwhile waits for none of it.
 */
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import { Batch } from '../../shared/domain/batch.ts'
import { foldEntries } from '../../shared/domain/evolve.ts'
import { projectHistory, type ReleaseHistory } from '../../shared/domain/history/release-history.ts'
import { projectStepTimes, type StepTimes } from '../../shared/domain/history/step-times.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import type { Engine } from '../engine/engine.ts'
import type { EventStore, ReleaseSummary } from '../ports/event-store.ts'
import type { HistoryCache, KeptHistory } from '../ports/history-cache.ts'
import type { Log } from '../ports/outside.ts'

export type HistoryBook = {
  /** What is known now, and how many releases are still being read, of all or of those that are wanted. Asks for those, first of all. */
  read(wanted?: ReadonlySet<ReleaseId>): { known: Map<ReleaseId, ReleaseHistory>; pending: number }
  /** Of one release, or of what was kept of it before. */
  stepsOf(release: ReleaseId): StepTimes[]
  /** Resolves when nothing is being read, or after so many ms. */
  settled(withinMs: number): Promise<void>
  /** Keeps what is in use, so that the next cockpit need not read it. */
  close(): void
}

/** About 10 ms of folding. */
const SLICE = 500

type Book = { store: EventStore; engine: Pick<Engine, 'stateOf'>; cache: HistoryCache; log: Log }

const projected = (state: ReleaseState): KeptHistory => ({
  size: state.size,
  history: projectHistory(state),
  steps: projectStepTimes(state),
})

export function createHistoryBook({ store, engine, cache, log }: Book): HistoryBook {
  let kept: Map<ReleaseId, Omit<KeptHistory, 'steps'>> | undefined
  let reading: Promise<void> | undefined
  let waiting: ReleaseSummary[] = []
  let isClosed = false
  const steps = new Map<ReleaseId, StepTimes[]>()
  const unreadable = new Map<ReleaseId, number>()

  const known = () => {
    kept ??= cache.all()
    return kept
  }

  const take = (release: ReleaseId, found: KeptHistory) => {
    known().set(release, found)
    steps.set(release, found.steps)
    try {
      cache.keep(release, found)
    } catch (error) {
      log('info', 'What is known of a past release could not be kept; it is read again next time.', {
        error: String(error),
      })
    }
  }

  const takeInUse = (row: ReleaseSummary) => {
    const state = engine.stateOf(row.release)
    if (state) take(row.release, projected(state))
    return state !== undefined
  }

  const isBehind = ({ release, size }: ReleaseSummary) =>
    known().get(release)?.size !== size && unreadable.get(release) !== size

  const fold = async ({ release, size }: ReleaseSummary): Promise<void> => {
    let state: ReleaseState | undefined
    const batch = new Batch()
    for (let from = 1; from <= size && !isClosed; from += SLICE) {
      state = foldEntries(store.read(release, from, Math.min(from + SLICE, size + 1)), state, batch)
      await turn()
    }
    if (state && !isClosed) take(release, projected(state))
  }

  const readWaiting = async (): Promise<void> => {
    for (let row = waiting.shift(); row && !isClosed; row = waiting.shift()) {
      try {
        await fold(row)
      } catch (error) {
        unreadable.set(row.release, row.size)
        log('error', `The history of ${row.release} cannot be read.`, { error: String(error) })
      }
    }
  }

  /** The newest first: that is what is looked at. */
  const behind = (wanted: ReadonlySet<ReleaseId> | undefined) =>
    store
      .releases()
      .filter((row) => (wanted?.has(row.release) ?? true) && isBehind(row) && !takeInUse(row))
      .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))

  return {
    read(wanted) {
      const rows = behind(wanted)
      const asked = new Set(rows.map(({ release }) => release))
      waiting = [...rows, ...waiting.filter(({ release }) => !asked.has(release))]
      if (rows.length > 0)
        reading ??= readWaiting().finally(() => {
          reading = undefined
        })
      return { known: new Map([...known()].map(([release, { history }]) => [release, history])), pending: rows.length }
    },
    stepsOf(release) {
      const found = steps.get(release) ?? cache.steps(release) ?? []
      steps.set(release, found)
      return found
    },
    async settled(withinMs) {
      if (reading) await Promise.race([reading, pause(withinMs, undefined, { ref: false })])
    },
    close() {
      isClosed = true
      try {
        for (const row of store.releases()) if (engine.stateOf(row.release) && isBehind(row)) takeInUse(row)
      } catch (error) {
        log('info', 'What is known of past releases could not be kept; it is read again next time.', {
          error: String(error),
        })
      }
    },
  }
}
