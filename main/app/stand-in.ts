/**
 * A ledger file that stands in for one that cannot be opened or written, so that a rollback still can run. It begins with what can be read of the
 * other, which is never touched, and goes back into it through a late journal when a cockpit starts on a ledger that can be written.
 */
import { randomUUID } from 'node:crypto'
import { chmodSync, copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { foldEntries } from '../../shared/domain/evolve.ts'
import { selectSummary } from '../../shared/domain/select-summary.ts'
import { digest } from '../../shared/ids.ts'
import type { CheckpointSigner } from '../../shared/ledger/checkpoint.ts'
import { canBeWritten, latePlaces, makePrivately } from '../adapters/late/late-places.ts'
import { recordedOf } from '../engine/sealed.ts'
import { bringOutput } from '../event-store/bring-output.ts'
import { closeDatabase, openReadonly } from '../event-store/database.ts'
import { acquireOwner } from '../event-store/owner.ts'
import { probeLedger } from '../event-store/probe-ledger.ts'
import { readableEntries, readableReleases } from '../event-store/sealed-rows.ts'
import { openEventStore } from '../event-store/store.ts'
import { type EventStore, LedgerUnwritable } from '../ports/event-store.ts'
import type { LateJournals } from '../ports/late-journal.ts'

type Database = ReturnType<typeof openReadonly>

type Env = Record<string, string | undefined>

const fileIn = (place: string) => join(place, 'stand-in', 'ledger.db')

/** Copies a ledger with its WAL. False when it cannot be read. */
function copied(from: string, to: string): boolean {
  try {
    copyFileSync(from, to)
    if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`)
    return true
  } catch {
    return false
  }
}

function isSound(file: string): boolean {
  try {
    probeLedger(file)
    return true
  } catch {
    return false
  }
}

function opened(file: string): Database | undefined {
  try {
    return openReadonly(file)
  } catch {
    return undefined
  }
}

/** Writes the beginning of every chain of a damaged copy, as far as it is whole, into a new ledger. */
function salvage(copy: string, file: string, signer: CheckpointSigner, now: () => string): void {
  const db = opened(copy)
  const store = openEventStore({ file, clock: now, signer })
  try {
    for (const { no, release } of db ? readableReleases(db) : []) {
      const sealed = readableEntries(db!, no)
      const state = foldEntries(sealed.map((each) => recordedOf(release, each)))
      if (state) store.appendSealed(release, undefined, sealed, now(), [], selectSummary(state, Date.now()))
    }
  } finally {
    store.close()
    db?.close()
  }
}

/** Makes the stand-in whole before it gets its name: a crash in the middle leaves none. */
function make(original: string, file: string, signer: CheckpointSigner, now: () => string): void {
  const draft = `${file}.draft-${process.pid}`
  const scratch = mkdtempSync(join(tmpdir(), 'cockpit-damaged-'))
  try {
    if (!copied(original, draft) || !isSound(draft)) {
      for (const end of ['', '-wal', '-shm']) rmSync(`${draft}${end}`, { force: true })
      copied(original, join(scratch, 'ledger.db'))
      salvage(join(scratch, 'ledger.db'), draft, signer, now)
    }
    rmSync(`${draft}-shm`, { force: true })
    if (existsSync(`${draft}-wal`)) renameSync(`${draft}-wal`, `${file}-wal`)
    renameSync(draft, file)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

export type StandIn = { file: string; original: string; message: string }

/** The stand-in of a ledger, made if there is none. Throws `LedgerUnwritable` when no place for it can be written. */
export function openStandIn(
  original: string,
  why: LedgerUnwritable,
  env: Env,
  signerOf: (file: string) => CheckpointSigner,
  now: () => string,
): StandIn {
  const places = latePlaces(original, env).filter(canBeWritten)
  const place = places.find((each) => existsSync(fileIn(each))) ?? places[0]
  if (!place) throw new LedgerUnwritable(why.code, `${why.message} And there is no other place to record in.`, why)
  const file = fileIn(place)
  makePrivately(dirname(file))
  if (!existsSync(file)) make(original, file, signerOf(file), now)
  // The copy of a file that is read-only is one, too.
  for (const end of ['', '-wal']) if (existsSync(`${file}${end}`)) chmodSync(`${file}${end}`, 0o600)
  const after = ['corrupt', 'not-a-ledger'].includes(why.code)
    ? `${original} is not touched: put a sound copy in its place, and the next start brings in what was recorded.`
    : 'The next start on a ledger that can be written brings it in.'
  return { file, original, message: `${why.message} Recording in ${file} instead. ${after}` }
}

/** The last entry both have, as a head. */
function common(
  store: EventStore,
  theirs: { seq: number; hash: string }[],
  size: number,
  release: Parameters<EventStore['read']>[0],
) {
  const ours = store.read(release, 1, Math.min(size, theirs.length) + 1)
  const differs = ours.findIndex((each, index) => each.hash !== theirs[index]?.hash)
  const last = differs < 0 ? ours.at(-1) : ours[differs - 1]
  return { size: last?.seq ?? 0, hash: last?.hash ?? digest('0'.repeat(64)) }
}

/** Turns what a stand-in has more into late journals, and puts it aside. One that a living cockpit records in is left alone. */
export function takeStandIns(
  { file, env, now }: { file: string; env: Env; now: () => string },
  store: EventStore,
  rows: Database,
  journals: LateJournals,
): void {
  for (const standIn of latePlaces(file, env).map(fileIn).filter(existsSync)) {
    const { ownership } = acquireOwner(standIn, now)
    if (!ownership) continue
    const db = openReadonly(standIn)
    try {
      for (const { no, release } of readableReleases(db)) {
        const sealed = readableEntries(db, no)
        const theirs = sealed.map((each) => recordedOf(release, each))
        const base = common(store, theirs, store.head(release)?.size ?? 0, release)
        const more = sealed.slice(base.size)
        const last = theirs.at(-1)
        if (more.length === 0 || !last) continue
        const sinceMs = Date.parse(theirs[base.size]!.recordedAt)
        const reason = 'The ledger could not be used, and another file stood in for it.'
        const state = foldEntries(theirs)
        const summary = state ? { summary: selectSummary(state, Date.now()) } : {}
        journals.begin({ journalId: `standin-${last.hash.slice(0, 16)}`, release, base, reason, sinceMs }, [
          { sealed: more, ...summary },
        ])
      }
    } finally {
      closeDatabase(db)
    }
    bringOutput(rows, standIn)
    ownership.release()
    renameSync(dirname(standIn), `${dirname(standIn)}-brought-in-${randomUUID().slice(0, 8)}`)
  }
}
