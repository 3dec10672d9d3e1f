import { hash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { unwritable } from './errors.ts'
import { MIGRATIONS } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'

/** "RCLG" in SQLite's application id: tells our file from any other database. */
export const APPLICATION_ID = 0x52434c47

type Applied = { number: number; name: string; digest: string }

const applied = (db: Database.Database): Applied[] =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'").get() === undefined
    ? []
    : db.prepare<[], Applied>('SELECT number, name, digest FROM migrations ORDER BY number').all()

/** Refuses a file of another program, a newer file, and a file made by other migrations than ours. */
export function checkCompatible(db: Database.Database, file: string, migrations: Migration[] = MIGRATIONS) {
  const foreign = db.pragma('application_id', { simple: true }) !== APPLICATION_ID
  if (foreign && db.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined)
    throw unwritable('not-a-ledger', `${file} is a database of another program: choose another file with --db.`)
  const known = new Map(migrations.map((each) => [each.number, each]))
  const done = applied(db)
  for (const each of done) {
    const ours = known.get(each.number)
    if (!ours)
      throw unwritable('newer-file', `${file} was written by a newer Release Cockpit (${each.name}): update this one.`)
    if (hash('sha256', ours.sql) !== each.digest)
      throw unwritable(
        'newer-file',
        `${file} was made by another build of Release Cockpit (its ${each.name} tables differ): open it with that build.`,
      )
  }
  return migrations.filter((each) => !done.some((one) => one.number === each.number))
}

/** Brings the file to today's schema, all or nothing. */
export function migrate(db: Database.Database, file: string, migrations: Migration[] = MIGRATIONS) {
  if (checkCompatible(db, file, migrations).length === 0) return
  const run = db.transaction(() => {
    const pending = checkCompatible(db, file, migrations)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.exec(`CREATE TABLE IF NOT EXISTS migrations (
      number INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT`)
    const record = db.prepare("INSERT INTO migrations VALUES (?, ?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))")
    for (const each of pending) {
      db.exec(each.sql)
      record.run(each.number, each.name, hash('sha256', each.sql))
    }
  })
  run.immediate()
}
