import type Database from 'better-sqlite3'
import { REMAINS_TYPE } from '../../shared/ledger/erasure.ts'

type Row = [envelope: Buffer, payload: Buffer | null]

const parsed = (bytes: Buffer): Record<string, unknown> => JSON.parse(bytes.toString('utf8'))

/** What was kept of an emptied payload: the entry right after its erasure, if that is what it holds. Emptied in its turn, the one after that. */
export function createRemains(db: Database.Database): (id: number) => unknown {
  const recordedBy = db.prepare<[number], number>('SELECT recorded_by FROM erasures WHERE id = ?').pluck()
  const entry = db.prepare<[number], Row>('SELECT envelope, payload FROM entries WHERE id = ?').raw()

  const remainsOf = (id: number): unknown => {
    const by = recordedBy.get(id)
    const row = by === undefined ? undefined : entry.get(by + 1)
    if (by === undefined || !row || parsed(row[0]).type !== REMAINS_TYPE) return null
    const kept = row[1] === null ? remainsOf(by + 1) : parsed(row[1])
    return (kept as { payload?: unknown } | null)?.payload ?? null
  }
  return remainsOf
}
