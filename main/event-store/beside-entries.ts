import type Database from 'better-sqlite3'
import { sampleLines } from '../../shared/analysis/sample-lines.ts'
import type { Sample } from '../../shared/contract/results.ts'
import type { BesideEntries, StoredSeries } from '../ports/ledger-snapshot.ts'
import { explained } from './errors.ts'
import { createOutputStore } from './output/reader.ts'
import { requireAscending } from './require-ascending.ts'

const ROWS_AT_ONCE = 5000

/** Output and samples over the connection of a snapshot, so that they are of its moment. */
export function createBeside(db: Database.Database): BesideEntries {
  const series = db.prepare<[string], StoredSeries>(
    'SELECT no, environment, metric FROM sample_series WHERE release = ? ORDER BY no',
  )
  const rows = db
    .prepare<[number, number, number], [number, ...Sample]>(
      'SELECT id, at_ms, value, count FROM samples WHERE series_no = ? AND id > ? ORDER BY id LIMIT ?',
    )
    .raw()
  return {
    output: createOutputStore(db),
    series: (release) => series.all(release),
    *sampleLines(no) {
      for (let after = 0; ; ) {
        const found = rows.all(no, after, ROWS_AT_ONCE)
        const last = found.at(-1)?.[0]
        if (last === undefined) return
        const ids = found.map(([id]) => id)
        explained(db.name, () => requireAscending(after, ids))
        yield sampleLines(found.map(([, ...sample]) => sample))
        after = last
      }
    },
  }
}
