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
