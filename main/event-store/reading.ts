import type Database from 'better-sqlite3'
import type { Envelope, Recorded } from '../../shared/events/envelope.ts'
import { digest, type ReleaseId, releaseId } from '../../shared/ids.ts'
import type { EventStore, ReleaseSummary } from '../ports/event-store.ts'
import { createRemains } from './remains.ts'

const RELEASE_SPAN = 2 ** 32

/** `id` of an entry: its release's number and its seq. */
export const entryId = (no: number, seq: number) => no * RELEASE_SPAN + seq
export const entryPlace = (id: number) => {
  const no = Math.floor(id / RELEASE_SPAN)
  return { no, seq: id - no * RELEASE_SPAN }
}

type EntryRow = [envelope: Buffer, hash: Buffer, payload: Buffer | null, id: number]
type SummaryRow = {
  release: string
  ledger_id: string
  created_at: string
  size: number
  hash: Buffer
  updated_at: string
  summary: string
}

function recorded(
  release: ReleaseId,
  [envelope, hash, payload, id]: EntryRow,
  remainsOf: (id: number) => unknown,
): Recorded {
  const fields = JSON.parse(envelope.toString('utf8')) as Envelope
  return {
    ...fields,
    payload: payload === null ? remainsOf(id) : JSON.parse(payload.toString('utf8')),
    hash: digest(hash.toString('hex')),
    release,
  }
}

const summary = (row: SummaryRow): ReleaseSummary => ({
  release: releaseId(row.release),
  ledgerId: row.ledger_id,
  size: row.size,
  head: digest(row.hash.toString('hex')),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  summary: JSON.parse(row.summary),
})

/** The reading half of an event store, over any connection. */
export function createReading(db: Database.Database): Pick<EventStore, 'read' | 'head' | 'releases'> {
  const numberOf = db.prepare<[string], number>('SELECT no FROM releases WHERE release = ?').pluck()
  const entries = db
    .prepare<[number, number], EntryRow>(
      'SELECT envelope, hash, payload, id FROM entries WHERE id >= ? AND id < ? ORDER BY id',
    )
    .raw()
  const heads = db.prepare<[string], { size: number; hash: Buffer }>(
    'SELECT size, hash FROM releases JOIN heads USING (no) WHERE release = ?',
  )
  const remainsOf = createRemains(db)
  const list = db.prepare<[], SummaryRow>('SELECT * FROM releases JOIN heads USING (no) ORDER BY no')

  return {
    read(release, fromSeq = 1, toSeq = RELEASE_SPAN) {
      const no = numberOf.get(release)
      if (no === undefined) return []
      const from = entryId(no, Math.max(1, fromSeq))
      const rows = entries.all(from, entryId(no, Math.min(toSeq, RELEASE_SPAN)))
      return rows.map((row) => recorded(release, row, remainsOf))
    },
    head(release) {
      const found = heads.get(release)
      return found && { size: found.size, hash: digest(found.hash.toString('hex')) }
    },
    releases: () => list.all().map(summary),
  }
}
