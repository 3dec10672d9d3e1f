import { hash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { sampleLines } from '../../shared/analysis/sample-lines.ts'
import type { Sample } from '../../shared/contract/results.ts'
import { digest } from '../../shared/ids.ts'
import type { SampleSegment, SampleStore, Series } from '../ports/sample-store.ts'
import { explained } from './errors.ts'

const statementsOf = (db: Database.Database) => ({
  series: db.prepare<[string, string, string], { no: number }>(
    'SELECT no FROM sample_series WHERE release = ? AND environment = ? AND metric = ?',
  ),
  addSeries: db.prepare('INSERT INTO sample_series (release, environment, metric) VALUES (?, ?, ?)'),
  add: db.prepare('INSERT OR IGNORE INTO samples (series_no, at_ms, value, count, late) VALUES (?, ?, ?, ?, ?)'),
  range: db
    .prepare<[number, number, number], Sample>(
      'SELECT at_ms, value, count FROM samples WHERE series_no = ? AND at_ms BETWEEN ? AND ? ORDER BY at_ms',
    )
    .raw(),
  slots: db.prepare<{ no: number; from: number; to: number; slot: number }, { seen: number; inTime: number }>(
    `SELECT count(DISTINCT CAST((at_ms - @from) / @slot AS INTEGER)) AS seen,
       count(DISTINCT CASE WHEN late = 0 THEN CAST((at_ms - @from) / @slot AS INTEGER) END) AS inTime
     FROM samples WHERE series_no = @no AND at_ms >= @from AND at_ms < @to AND value IS NOT NULL`,
  ),
  last: db
    .prepare<[number, number], Sample>(
      'SELECT at_ms, value, count FROM samples WHERE series_no = ? ORDER BY at_ms DESC LIMIT ?',
    )
    .raw(),
  unsealed: db
    .prepare<[number, number, number], [number, ...Sample]>(
      `SELECT id, at_ms, value, count FROM samples
       WHERE series_no = ? AND id > (SELECT sealed_to_id FROM sample_series WHERE no = ?) ORDER BY id LIMIT ?`,
    )
    .raw(),
  countUnsealed: db
    .prepare<[number, number], number>(
      'SELECT count(*) FROM samples WHERE series_no = ? AND id > (SELECT sealed_to_id FROM sample_series WHERE no = ?)',
    )
    .pluck(),
  seal: db.prepare('UPDATE sample_series SET sealed_to_id = ? WHERE no = ?'),
})

const segmentOf = (samples: Sample[]): SampleSegment => {
  const times = samples.map(([atMs]) => atMs)
  return {
    fromMs: times.reduce((a, b) => Math.min(a, b)),
    toMs: times.reduce((a, b) => Math.max(a, b)),
    count: samples.length,
    digest: digest(hash('sha256', sampleLines(samples))),
  }
}

/** Samples in the ledger file. `db` comes from `openDatabase`; errors are `LedgerUnwritable`. */
export const createSampleStore = (db: Database.Database): SampleStore => {
  const statements = statementsOf(db)
  const numbers = new Map<string, number>()

  const find = (series: Series): number | undefined => {
    const key = JSON.stringify([series.release, series.environment, series.metric])
    const known = numbers.get(key) ?? statements.series.get(series.release, series.environment, series.metric)?.no
    if (known !== undefined) numbers.set(key, known)
    return known
  }
  const insert = db.transaction((series: Series, samples: readonly Sample[], isLate: boolean): number => {
    let no = find(series)
    if (no === undefined) {
      no = Number(statements.addSeries.run(series.release, series.environment, series.metric).lastInsertRowid)
    }
    let added = 0
    for (const [atMs, value, count] of samples)
      added += statements.add.run(no, Math.round(atMs), value, count, isLate ? 1 : 0).changes
    return added
  })
  const read = (series: Series, fromMs: number, toMs: number): Sample[] => {
    const no = find(series)
    return no === undefined ? [] : statements.range.all(no, fromMs, toMs)
  }
  const unsealedRows = (series: Series, limit: number) => {
    const no = find(series)
    return no === undefined ? [] : statements.unsealed.all(no, no, limit)
  }
  const markSealed = (series: Series, segment: SampleSegment): void => {
    const rows = unsealedRows(series, segment.count)
    const [no, lastId] = [find(series), rows.at(-1)?.[0]]
    const found = rows.length === 0 ? undefined : segmentOf(rows.map(([, ...sample]) => sample))
    if (no === undefined || lastId === undefined || found?.digest !== segment.digest) {
      throw new Error(`The segment of ${series.metric} marked as sealed is not the next one of its series.`)
    }
    statements.seal.run(lastId, no)
  }
  const guarded =
    <A extends unknown[], R>(work: (...args: A) => R) =>
    (...args: A): R =>
      explained(db.name, () => work(...args))

  return {
    append: guarded((series, samples, isLate = false) =>
      samples.length === 0 ? 0 : insert.immediate(series, samples, isLate),
    ),
    slots: guarded((series, fromMs, toMs, slotMs) => {
      const no = find(series)
      const { seen, inTime } =
        no === undefined ? { seen: 0, inTime: 0 } : statements.slots.get({ no, from: fromMs, to: toMs, slot: slotMs })!
      return { seen, late: seen - inTime }
    }),
    read: guarded(read),
    last: guarded((series, count) => {
      const no = find(series)
      return no === undefined ? [] : statements.last.all(no, count).reverse()
    }),
    unsealed: guarded((series) => {
      const no = find(series)
      return no === undefined ? 0 : (statements.countUnsealed.get(no, no) ?? 0)
    }),
    nextSegment: guarded((series, limit) => {
      const rows = unsealedRows(series, limit)
      return rows.length === 0 ? undefined : segmentOf(rows.map(([, ...sample]) => sample))
    }),
    markSealed: guarded(markSealed),
  }
}
