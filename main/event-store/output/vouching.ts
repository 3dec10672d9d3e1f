import type Database from 'better-sqlite3'
import type { Recorded } from '../../../shared/events/envelope.ts'
import type { ReleaseId } from '../../../shared/ids.ts'
import { createReading, entryId, entryPlace } from '../reading.ts'

/** Rows that SQLite looks through at a time: some milliseconds. */
const STRIDE = 20_000

/** Canonical JSON sorts its keys, so an envelope ends with its type. The chain's verifier holds every envelope to that form. */
const endsWith = (type: string) => {
  const end = `"type":"${type}"}`
  return `substr(envelope, -${end.length}) = CAST('${end}' AS BLOB)`
}
const VOUCHES = ['output.sealed', 'output.erased'].map(endsWith).join(' OR ')

/**
 * The entries that give the digest of stored output, in order, some at a time. Only these are parsed: they are few among a million.
 * A page may be empty; the caller can pause between pages.
 */
export function* vouchingEntries(db: Database.Database, release: ReleaseId): Iterable<Recorded[]> {
  const reading = createReading(db)
  const size = reading.head(release)?.size ?? 0
  const no = db.prepare<[string], number>('SELECT no FROM releases WHERE release = ?').pluck().get(release)
  if (no === undefined) return
  const ids = db
    .prepare<[number, number], number>(`SELECT id FROM entries WHERE id >= ? AND id < ? AND (${VOUCHES}) ORDER BY id`)
    .pluck()
  for (let seq = 1; seq <= size; seq += STRIDE)
    yield ids.all(entryId(no, seq), entryId(no, seq + STRIDE)).flatMap((id) => {
      const at = entryPlace(id).seq
      return reading.read(release, at, at + 1)
    })
}
