import type Database from 'better-sqlite3'

const PATIENCE_MS = 500

/** Folds the WAL into the file and empties it, so that nothing overwritten can be read there. False while another connection still reads it. */
export function truncateWal(db: Database.Database): boolean {
  const before = db.pragma('busy_timeout', { simple: true })
  db.pragma(`busy_timeout = ${PATIENCE_MS}`)
  try {
    const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
    return result?.busy === 0
  } finally {
    db.pragma(`busy_timeout = ${before}`)
  }
}

/**
 * Folds the WAL into the file as far as nobody reads it (SQLite, "Checkpoint modes": PASSIVE), at a quiet moment: else the append that
 * fills it up pays for it, and that may be the one that starts a rollback. What fails here is left to that append.
 */
export function foldWal(db: Database.Database): void {
  try {
    db.pragma('wal_checkpoint(PASSIVE)')
  } catch {
    // A full or failing disk: nothing is lost, the WAL holds it all.
  }
}
