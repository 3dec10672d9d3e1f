/** Entries of a ledger file as they are sealed, as far as they can be read and follow one another. */
import { hash as nodeHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { digest, type ReleaseId, releaseId } from '../../shared/ids.ts'
import { CHAIN_START, createHasher } from '../../shared/ledger/chain.ts'
import type { SealedEntry } from '../ports/event-store.ts'
import { entryId } from './reading.ts'
import { asSealed } from './seal-entry.ts'

type Row = { envelope: Buffer; hash: Buffer; salt: Buffer | null; payload: Buffer | null }

const hasher = createHasher((data) => digest(nodeHash('sha256', data, 'hex')))

/** The chains of a file, by name and number; none when not even that can be read. */
export function readableReleases(db: Database.Database): { no: number; release: ReleaseId }[] {
  try {
    const rows = db.prepare<[], { no: number; release: string }>('SELECT no, release FROM releases ORDER BY no').all()
    return rows.map(({ no, release }) => ({ no, release: releaseId(release) }))
  } catch {
    return []
  }
}

/** From the first entry up to the first that is damaged, missing, erased or not what its place in the chain asks for. */
export function readableEntries(db: Database.Database, no: number): SealedEntry[] {
  const sealed: SealedEntry[] = []
  let previous: Uint8Array = CHAIN_START
  try {
    const one = db.prepare<[number], Row>('SELECT envelope, hash, salt, payload FROM entries WHERE id = ?')
    for (let seq = 1; ; seq++) {
      const row = one.get(entryId(no, seq))
      if (!row?.salt || !row.payload) return sealed
      const isNext = hasher.link(previous, row.envelope) === row.hash.toString('hex')
      const isWhole = JSON.parse(row.envelope.toString()).payloadDigest === hasher.payloadDigest(row.salt, row.payload)
      if (!isNext || !isWhole) return sealed
      sealed.push(asSealed({ seq, envelope: row.envelope, hash: row.hash, salt: row.salt, payload: row.payload }))
      previous = row.hash
    }
  } catch {
    return sealed
  }
}
