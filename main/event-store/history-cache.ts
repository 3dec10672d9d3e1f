import type Database from 'better-sqlite3'
import { HISTORY_VERSION, type ReleaseHistory } from '../../shared/domain/history/release-history.ts'
import type { StepTimes } from '../../shared/domain/history/step-times.ts'
import { type ReleaseId, releaseId } from '../../shared/ids.ts'
import type { HistoryCache } from '../ports/history-cache.ts'
import { explained } from './errors.ts'

/** Somebody else may have written it. */
function parsed<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T
  } catch {
    return undefined
  }
}

/** Over a connection that may write. */
export function createHistoryCache(db: Database.Database): HistoryCache {
  const all = db
    .prepare<[number], [release: string, size: number, history: string]>(
      'SELECT release, size, history FROM release_history JOIN releases USING (no) WHERE version = ?',
    )
    .raw()
  const steps = db
    .prepare<[string, number], string>(
      'SELECT steps FROM release_history JOIN releases USING (no) WHERE release = ? AND version = ?',
    )
    .pluck()
  const keep = db.prepare<[number, number, string, string, string]>(
    'INSERT OR REPLACE INTO release_history SELECT no, ?, ?, ?, ? FROM releases WHERE release = ?',
  )
  return {
    all: () =>
      new Map(
        all.all(HISTORY_VERSION).flatMap(([release, size, text]) => {
          const history = parsed<ReleaseHistory>(text)
          return history ? [[releaseId(release), { size, history }] as const] : []
        }),
      ),
    steps(release: ReleaseId) {
      const text = steps.get(release, HISTORY_VERSION)
      return text === undefined ? undefined : parsed<StepTimes[]>(text)
    },
    keep(release, { size, history, steps: times }) {
      explained(db.name, () => keep.run(HISTORY_VERSION, size, JSON.stringify(history), JSON.stringify(times), release))
    },
  }
}
