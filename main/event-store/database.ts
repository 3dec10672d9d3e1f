import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { LedgerUnwritable } from '../ports/event-store.ts'
import { explained, unwritable } from './errors.ts'
import { checkCompatible, migrate } from './migrate.ts'

/** Per connection: SQLite keeps none of these in the file but the journal mode. */
function configure(db: Database.Database) {
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('fullfsync = ON')
  db.pragma('checkpoint_fullfsync = ON')
  db.pragma('secure_delete = ON')
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('journal_size_limit = 67108864')
}

/** Creates the file for its owner's eyes only; SQLite gives its -wal and -shm the same mode. */
export function createPrivately(file: string) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600))
}

const failedToCreate = (file: string, cause: unknown) =>
  unwritable('cannot-open', `${file} can't be created: ${cause instanceof Error ? cause.message : cause}.`, cause)

/**
 * A read-write connection to a ledger file, created (0600, folder 0700) and migrated if need be. Any number of connections may be open;
 * only the owner's appends entries. Throws `LedgerUnwritable`.
 */
export function openDatabase(file: string): Database.Database {
  try {
    createPrivately(file)
  } catch (error) {
    throw failedToCreate(file, error)
  }
  return explained(file, () => {
    const db = new Database(file, { timeout: 5000 })
    try {
      checkCompatible(db, file)
      configure(db)
      migrate(db, file)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  })
}

/** Where SQLite cannot write beside a ledger it does not read it either: what it says of that is about writing. */
function readable(file: string, open: () => Database.Database): Database.Database {
  try {
    return explained(file, open)
  } catch (error) {
    if (!(error instanceof LedgerUnwritable) || error.code !== 'read-only') throw error
    const words = `${file} can't be read where it is, because its folder can't be written: copy it, with its -wal file if there is one, to a folder of your own.`
    throw unwritable('read-only', words, error)
  }
}

/** A connection that can't write; the WAL is included. Sentences call the file `shownAs`. Throws `LedgerUnwritable`. */
export function openReadonly(file: string, shownAs = file): Database.Database {
  return readable(shownAs, () => {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 })
    try {
      db.pragma('trusted_schema = OFF')
      db.pragma('cell_size_check = ON')
      checkCompatible(db, shownAs)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  })
}

/** Closes a connection; folds the WAL into the file first, unless somebody else is using it. */
export function closeDatabase(db: Database.Database) {
  if (!db.open) return
  try {
    db.pragma('busy_timeout = 0')
    db.pragma('wal_checkpoint(TRUNCATE)')
  } catch {
    // Nothing is lost: what is in the WAL is committed, and the next opening reads it.
  } finally {
    db.close()
  }
}
