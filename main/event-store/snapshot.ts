import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { LedgerUnwritable } from '../ports/event-store.ts'
import type { LedgerSnapshot, ListedChain } from '../ports/ledger-snapshot.ts'
import { createBeside } from './beside-entries.ts'
import { type EntryRow, EVERY_ID, storedEntries, storedLines, storedRow } from './blocks.ts'
import { openReadonly } from './database.ts'
import { explained, unwritable } from './errors.ts'
import { entryId } from './reading.ts'

type ListRow = { no: number; release: string; ledger_id: string; size: number | null; hash: Buffer | null }

const listed = (row: ListRow): ListedChain => ({
  no: row.no,
  release: row.release,
  ledgerId: row.ledger_id,
  claimed: row.size === null || row.hash === null ? undefined : { size: row.size, head: row.hash.toString('hex') },
})

/** Runs a generator whose errors of SQLite become `LedgerUnwritable`. */
function* explainedEach<T>(file: string, items: Iterable<T>): Iterable<T> {
  const iterator = items[Symbol.iterator]()
  try {
    for (;;) {
      const next = explained(file, () => iterator.next())
      if (next.done) return
      yield next.value
    }
  } finally {
    iterator.return?.()
  }
}

function requireTables(db: Database.Database, file: string) {
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
  const missing = ['releases', 'heads', 'entries'].filter((each) => !tables.includes(each))
  if (missing.length > 0)
    throw unwritable('not-a-ledger', `${file} is not a ledger: it has no table named ${missing.join(' or ')}.`)
}

function snapshotOf(db: Database.Database, file: string, whenClosed: () => void): LedgerSnapshot {
  db.exec('BEGIN')
  requireTables(db, file)
  const columns = 'SELECT id, envelope, hash, salt, payload FROM entries WHERE id > ? AND id < ?'
  const first = db.prepare<[number, number], EntryRow>(`${columns} ORDER BY id LIMIT 1`).raw()
  const last = db.prepare<[number, number], EntryRow>(`${columns} ORDER BY id DESC LIMIT 1`).raw()
  const list = db.prepare<[], ListRow>('SELECT * FROM releases LEFT JOIN heads USING (no) ORDER BY no')
  const span = (no: number) => ({ from: entryId(no, 0), to: entryId(no + 1, 0) })

  function bounds(no: number) {
    const range = span(no)
    const from = first.get(range.from, range.to)
    const to = last.get(range.from, range.to)
    const start = from && storedRow(from).entry
    const end = to && storedRow(to)
    return start && end?.entry ? { first: start, size: end.seq, head: end.entry.hash } : undefined
  }

  return {
    chains: () => explained(file, () => list.all().map(listed)),
    entries: (no) => explainedEach(file, storedEntries(db, no === undefined ? EVERY_ID : span(no))),
    exportLines: (no) => explainedEach(file, storedLines(db, span(no))),
    bounds: (no) => explained(file, () => bounds(no)),
    beside: () => explained(file, () => createBeside(db)),
    close() {
      db.close()
      whenClosed()
    },
  }
}

/** A copy elsewhere: SQLite can't read a WAL in a folder it may not write to (read-only media, evidence folders). */
function copyAside(file: string): { file: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-ledger-'))
  const copy = join(folder, 'ledger.db')
  copyFileSync(file, copy)
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`)
  return { file: copy, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function opened(file: string, shownAs: string, whenClosed: () => void): LedgerSnapshot {
  const db = explained(shownAs, () => openReadonly(file, shownAs))
  try {
    return explained(shownAs, () => snapshotOf(db, shownAs, whenClosed))
  } catch (error) {
    db.close()
    throw error
  }
}

/** Opens a ledger file read only, as it is at this moment, WAL included. Throws `LedgerUnwritable`. */
export function openSnapshot(file: string): LedgerSnapshot {
  try {
    return opened(file, file, () => {})
  } catch (error) {
    if (!(error instanceof LedgerUnwritable) || !['cannot-open', 'read-only'].includes(error.code)) throw error
    if (!existsSync(file)) throw error
  }
  const copy = copyAside(file)
  try {
    return opened(copy.file, file, copy.remove)
  } catch (error) {
    copy.remove()
    throw error
  }
}
