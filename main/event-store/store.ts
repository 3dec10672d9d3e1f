import { randomBytes as nodeRandomBytes } from 'node:crypto'
import type Database from 'better-sqlite3'
import type { Actor, Envelope, NewEntry, Recorded } from '../../shared/events/envelope.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { SALT_BYTES } from '../../shared/ledger/chain.ts'
import type {
  Erased,
  Erasure,
  EventStore,
  Head,
  OutputErasure,
  PayloadErasure,
  SealedEntry,
} from '../ports/event-store.ts'
import { closeDatabase, openDatabase } from './database.ts'
import { createOutputEraser } from './erase-output.ts'
import { outputErasureEntry, payloadErasureEntries } from './erasure-entries.ts'
import { explained, unwritable } from './errors.ts'
import { acquireOwner, type OwnerInfo, type Ownership } from './owner.ts'
import { createReading, entryId } from './reading.ts'
import { asRow, asSealed, genesisLedgerId, type SealedRow, sealEntries } from './seal-entry.ts'
import { foldWal, truncateWal } from './truncate-wal.ts'

export type EventStoreOptions = {
  file: string
  /** The current instant, ISO 8601 UTC with milliseconds. */
  clock: () => string
  signer: EventStore['signer']
  randomBytes?: (size: number) => Uint8Array
  /** From `acquireOwner`; without it the store takes ownership itself. Released on close either way. */
  ownership?: Ownership
}

export type LedgerStore = EventStore & {
  readonly ownership: Ownership
  /** Empties a payload that must not be kept (a leaked secret) and records that, in one transaction. The chain stays valid. */
  erase(release: ReleaseId, seq: number, recordedAt: string, by: Actor, reason: string): Recorded
}

const ownedBy = (file: string, owner: OwnerInfo | undefined) => {
  const who = owner ? `process ${owner.pid} (since ${owner.startedAt})` : 'another process'
  return unwritable('owned', `${file} is held by ${who}: use that cockpit, or end it first.`)
}

function own(options: EventStoreOptions): Ownership {
  if (options.ownership) return options.ownership
  const attempt = acquireOwner(options.file, options.clock)
  if (!attempt.ownership) throw ownedBy(options.file, attempt.owner)
  return attempt.ownership
}

/** Opens (or creates) a ledger file for its owner. Throws `LedgerUnwritable`, with code `owned` when another process holds it. */
export function openEventStore(options: EventStoreOptions): LedgerStore {
  const ownership = own(options)
  try {
    return createStore(openDatabase(ownership.file), ownership, options)
  } catch (error) {
    ownership.release()
    throw error
  }
}

function prepare(db: Database.Database) {
  return {
    numberOf: db.prepare<[string], number>('SELECT no FROM releases WHERE release = ?').pluck(),
    epoch: db.prepare<[], number>('SELECT epoch FROM owner').pluck(),
    head: db.prepare<[number], [size: number, hash: Buffer]>('SELECT size, hash FROM heads WHERE no = ?').raw(),
    addRelease: db
      .prepare<[string, string, string], number>(
        'INSERT INTO releases SELECT coalesce(max(no), 0) + 1, ?, ?, ? FROM releases RETURNING no',
      )
      .pluck(),
    addHead: db.prepare<[number, number, Uint8Array, string, string | null]>(
      "INSERT INTO heads (no, size, hash, updated_at, summary) VALUES (?, ?, ?, ?, coalesce(?, '{}'))",
    ),
    moveHead: db.prepare<[number, Uint8Array, string, string | null, number]>(
      'UPDATE heads SET size = ?, hash = ?, updated_at = ?, summary = coalesce(?, summary) WHERE no = ?',
    ),
    addEntry: db.prepare<[number, Uint8Array, Uint8Array, Uint8Array, Uint8Array]>(
      'INSERT INTO entries (id, envelope, hash, salt, payload) VALUES (?, ?, ?, ?, ?)',
    ),
    addErasure: db.prepare<[number, number]>('INSERT INTO erasures (id, recorded_by) VALUES (?, ?)'),
    empty: db.prepare<[number]>('UPDATE entries SET salt = NULL, payload = NULL WHERE id = ?'),
    forget: db.prepare<[number]>('DELETE FROM release_history WHERE no = ?'),
    seen: db.prepare<[string, number]>('UPDATE owner SET last_seen_at = ? WHERE epoch = ?'),
  }
}

/** The engine guards once a second while a run is open. */
const GUARDS_PER_CHECKPOINT = 5
const SALTS_AT_ONCE = 256

/** Salts for so many entries, from random bytes fetched many at a time: each is used once. */
function createSalts(randomBytes: (size: number) => Uint8Array) {
  let pool: Uint8Array = new Uint8Array()
  return (count: number): Uint8Array => {
    const size = count * SALT_BYTES
    if (pool.length < size) pool = randomBytes(Math.max(size, SALTS_AT_ONCE * SALT_BYTES))
    const taken = pool.subarray(0, size)
    pool = pool.subarray(size)
    return taken
  }
}

/** The store over an open connection; `openEventStore` is the usual way in. */
export function createStore(
  db: Database.Database,
  ownership: Ownership,
  options: Omit<EventStoreOptions, 'file' | 'ownership'>,
): LedgerStore {
  const sql = prepare(db)
  const { file, epoch } = ownership
  const salts = createSalts(options.randomBytes ?? nodeRandomBytes)

  /** A release keeps its number for ever: looked up once, but never remembered before it is committed. */
  const numbers = new Map<ReleaseId, number>()
  function numberOf(release: ReleaseId): number | undefined {
    const known = numbers.get(release) ?? sql.numberOf.get(release)
    if (known !== undefined) numbers.set(release, known)
    return known
  }

  /** The chain's end, once it is sure that this process may append there. */
  function checkedPlace(no: number | undefined, expectedSize: number) {
    if (sql.epoch.get() !== epoch)
      throw unwritable('lost-ownership', `Another process has taken over ${file}: this one may no longer write to it.`)
    const [size, hash] = (no !== undefined && sql.head.get(no)) || [0]
    if (size !== expectedSize)
      throw unwritable('moved-head', `${file} has ${size} entries where ${expectedSize} were expected: reload it.`)
    return hash ? { size, hash } : undefined
  }

  function write(
    release: ReleaseId,
    expectedSize: number,
    recordedAt: string,
    entries: NewEntry[],
    summary: Record<string, unknown> | undefined,
  ) {
    const known = numberOf(release)
    const after = checkedPlace(known, expectedSize)
    const first = entries[0]
    if (!first) return []
    const sealed = sealEntries(release, after, recordedAt, entries, salts(entries.length))
    insert(known ?? addRelease(release, genesisLedgerId(first), recordedAt), known, sealed.rows, recordedAt, summary)
    return sealed.recorded
  }

  const addRelease = (release: ReleaseId, ledgerId: string, createdAt: string) =>
    sql.addRelease.get(release, ledgerId, createdAt) ?? 0

  function insert(
    no: number,
    known: number | undefined,
    rows: SealedRow[],
    recordedAt: string,
    summary: Record<string, unknown> | undefined,
  ) {
    for (const row of rows) sql.addEntry.run(entryId(no, row.seq), row.envelope, row.hash, row.salt, row.payload)
    const last = rows.at(-1)
    const text = summary ? JSON.stringify(summary) : null
    if (last && known === undefined) sql.addHead.run(no, last.seq, last.hash, recordedAt, text)
    else if (last) sql.moveHead.run(last.seq, last.hash, recordedAt, text, no)
  }

  function writeSealed(
    release: ReleaseId,
    after: Head | undefined,
    sealed: SealedEntry[],
    recordedAt: string,
    entries: NewEntry[],
    summary: Record<string, unknown> | undefined,
  ) {
    const known = numberOf(release)
    const place = checkedPlace(known, after?.size ?? 0)
    if (place && after && place.hash.toString('hex') !== after.hash)
      throw unwritable('moved-head', `Entry ${after.size} of ${release} in ${file} is not the one that was expected.`)
    const rows = sealed.map(asRow)
    const end = rows.at(-1) ?? place
    const next = end && { size: 'seq' in end ? end.seq : end.size, hash: end.hash }
    const more = sealEntries(release, next, recordedAt, entries, salts(entries.length))
    const first = sealed[0] ? (JSON.parse(sealed[0].envelope) as Envelope) : undefined
    const no = known ?? addRelease(release, first?.ledgerId ?? '', first?.recordedAt ?? recordedAt)
    insert(no, known, [...rows, ...more.rows], recordedAt, summary)
    return more.recorded
  }

  const appendTo = (release: ReleaseId, recordedAt: string, entries: NewEntry[]) => {
    const recorded = write(release, reading.head(release)?.size ?? 0, recordedAt, entries, undefined)
    const [first] = recorded
    const no = numberOf(release)
    if (!first || no === undefined) throw new Error('The erasure was not recorded.')
    // It is made from entries, and may say what is erased.
    sql.forget.run(no)
    return { recorded, no, first }
  }

  function emptyPayload(release: ReleaseId, erasure: PayloadErasure, recordedAt: string, actor: Actor): Recorded[] {
    const { seq } = erasure
    const size = reading.head(release)?.size ?? 0
    if (numberOf(release) === undefined || !Number.isInteger(seq) || seq < 2 || seq > size)
      throw new RangeError(`Entry ${seq} of ${release} can't be erased: there is no such entry, or it is the first.`)
    const { recorded, no, first } = appendTo(release, recordedAt, payloadErasureEntries(erasure, actor))
    sql.addErasure.run(entryId(no, seq), entryId(no, first.seq))
    sql.empty.run(entryId(no, seq))
    return recorded
  }

  function overwriteOutput(release: ReleaseId, erasure: OutputErasure, recordedAt: string, actor: Actor): Recorded[] {
    const { attempt, ranges, stretches } = erasure
    const entry = outputErasureEntry(erasure, eraser.digestsAfter(attempt, ranges, stretches), actor)
    const { recorded, no, first } = appendTo(release, recordedAt, [entry])
    eraser.erase(attempt, ranges, entryId(no, first.seq))
    return recorded
  }

  const reading = createReading(db)
  let guards = 0
  const transaction = db.transaction(write)
  const sealing = db.transaction(writeSealed)
  const emptying = db.transaction(emptyPayload)
  const overwriting = db.transaction(overwriteOutput)
  const eraser = createOutputEraser(db)

  function remove(release: ReleaseId, erasure: Erasure, recordedAt: string, by: Actor): Erased {
    return explained(file, () => {
      const recorded =
        'payload' in erasure
          ? emptying.immediate(release, erasure.payload, recordedAt, by)
          : overwriting.immediate(release, erasure.output, recordedAt, by)
      return { recorded, gone: truncateWal(db) }
    })
  }

  return {
    ...reading,
    signer: options.signer,
    ownership,
    previousOwner: ownership.previous,
    epoch,
    append: (release, expectedSize, recordedAt, entries, summary) =>
      explained(file, () => transaction.immediate(release, expectedSize, recordedAt, entries, summary)),
    seal(release, after, recordedAt, entries) {
      const place = after && { size: after.size, hash: Buffer.from(after.hash, 'hex') }
      return sealEntries(release, place, recordedAt, entries, salts(entries.length)).rows.map(asSealed)
    },
    appendSealed: (...args) => explained(file, () => sealing.immediate(...args)),
    remove,
    erase(release, seq, recordedAt, by, reason) {
      const [recorded] = remove(release, { payload: { seq, reason } }, recordedAt, by).recorded
      if (!recorded) throw new Error('The erasure was not recorded.')
      return recorded
    },
    guard() {
      explained(file, () => sql.seen.run(options.clock(), epoch))
      guards += 1
      if (guards % GUARDS_PER_CHECKPOINT === 0) foldWal(db)
    },
    close() {
      if (!db.open) return
      try {
        sql.seen.run(options.clock(), epoch)
      } catch {
        // A disk that can't be written must not keep the cockpit from closing; the last append says when it was last seen.
      }
      closeDatabase(db)
      ownership.release()
    },
  }
}
