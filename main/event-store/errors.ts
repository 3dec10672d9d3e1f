import { LedgerUnwritable } from '../ports/event-store.ts'

/** Stable codes of `LedgerUnwritable`. */
export type UnwritableCode =
  | 'disk-full'
  | 'read-only'
  | 'io-error'
  | 'cannot-open'
  | 'not-a-ledger'
  | 'corrupt'
  | 'locked'
  | 'newer-file'
  | 'owned'
  | 'lost-ownership'
  | 'moved-head'
  | 'append-only'

export const unwritable = (code: UnwritableCode, sentence: string, cause?: unknown) =>
  new LedgerUnwritable(code, sentence, cause)

/** SQLite's primary result codes (https://sqlite.org/rescode.html) that are about the file, not about our own SQL. */
const SENTENCES: Record<string, [UnwritableCode, (file: string) => string]> = {
  SQLITE_FULL: ['disk-full', (f) => `The disk is full: nothing was written to ${f}. Free some space and try again.`],
  SQLITE_READONLY: ['read-only', (f) => `${f} can't be written: make the file and its folder writable for you.`],
  SQLITE_PERM: ['read-only', (f) => `${f} can't be written: make the file and its folder writable for you.`],
  SQLITE_IOERR: ['io-error', (f) => `The disk refused to read or write ${f}: check the disk and its mount.`],
  SQLITE_CANTOPEN: ['cannot-open', (f) => `${f} can't be opened: check that its folder exists and is writable.`],
  SQLITE_NOTADB: ['not-a-ledger', (f) => `${f} is not a ledger: it is not a SQLite database.`],
  SQLITE_CORRUPT: ['corrupt', (f) => `${f} is damaged: keep it as it is, and go on with a copy or another --db file.`],
  SQLITE_BUSY: ['locked', (f) => `${f} is locked by another program: close what has it open and try again.`],
  SQLITE_LOCKED: ['locked', (f) => `${f} is locked by another program: close what has it open and try again.`],
  SQLITE_CONSTRAINT_TRIGGER: ['append-only', (f) => `${f} is append-only: this change was refused.`],
}

/** What the system says of files beside the ledger means the same. */
const OF_FILES: Record<string, string> = {
  ENOSPC: 'SQLITE_FULL',
  EDQUOT: 'SQLITE_FULL',
  EROFS: 'SQLITE_READONLY',
  EACCES: 'SQLITE_READONLY',
  EPERM: 'SQLITE_READONLY',
  EIO: 'SQLITE_IOERR',
  EFBIG: 'SQLITE_IOERR',
}

/** The `LedgerUnwritable` that an error of SQLite or of a file beside it means, or the error itself when it is a bug of ours. */
export function explainSqlite(error: unknown, file: string): unknown {
  const own = error instanceof Error && 'code' in error ? String(error.code) : ''
  const code = OF_FILES[own] ?? own
  if (!code.startsWith('SQLITE_')) return error
  const found = SENTENCES[code] ?? SENTENCES[code.split('_').slice(0, 2).join('_')]
  return found ? unwritable(found[0], found[1](file), error) : error
}

/** Runs `work`, turning SQLite's errors into `LedgerUnwritable`. */
export function explained<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw explainSqlite(error, file)
  }
}
