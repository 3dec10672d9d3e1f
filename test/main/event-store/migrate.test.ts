import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, openDatabase, openReadonly } from '../../../main/event-store/database.ts'
import { explainSqlite } from '../../../main/event-store/errors.ts'
import { migrate } from '../../../main/event-store/migrate.ts'
import { MIGRATIONS } from '../../../main/event-store/migrations/index.ts'
import { openSnapshot } from '../../../main/event-store/snapshot.ts'
import { LedgerUnwritable } from '../../../main/ports/event-store.ts'
import { temporaryFolder } from './demo-ledger.ts'

let folder: ReturnType<typeof temporaryFolder>
let file: string
beforeEach(() => {
  folder = temporaryFolder()
  file = join(folder.path, 'ledger.db')
})
afterEach(() => folder.remove())

function refusal(work: () => unknown) {
  try {
    work()
  } catch (error) {
    expect(error).toBeInstanceOf(LedgerUnwritable)
    return { code: (error as LedgerUnwritable).code, sentence: (error as Error).message }
  }
  throw new Error('It was not refused.')
}

describe('opening a ledger file', () => {
  it('numbers migrations in order and records each once', () => {
    expect(MIGRATIONS.map((each) => each.number)).toEqual(MIGRATIONS.map((_, index) => index + 1))
    closeDatabase(openDatabase(file))
    const db = openDatabase(file)
    expect(db.prepare('SELECT number FROM migrations').pluck().all()).toEqual(MIGRATIONS.map((each) => each.number))
    closeDatabase(db)
  })

  it('brings an older file to today, all or nothing', () => {
    const [first, ...later] = MIGRATIONS
    if (!first) throw new Error('There is no migration.')
    const old = new Database(file)
    migrate(old, file, [first])
    const bad = { number: 9, name: 'bad', sql: 'CREATE TABLE half (x); SELECT nonsense' }
    expect(() => migrate(old, file, [first, bad])).toThrow()
    expect(old.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'half'").get()).toBeUndefined()
    old.close()
    const db = openDatabase(file)
    expect(db.prepare('SELECT count(*) FROM migrations').pluck().get()).toBe(1 + later.length)
    closeDatabase(db)
  })

  it('refuses a file of a newer program with what to do', () => {
    const db = openDatabase(file)
    db.exec("INSERT INTO migrations VALUES (99, 'holograms', 'x', 'x')")
    closeDatabase(db)
    const newer = { code: 'newer-file', sentence: expect.stringContaining('update this one') }
    expect(refusal(() => openDatabase(file))).toEqual(newer)
    expect(refusal(() => openReadonly(file))).toEqual(newer)
  })

  it('refuses a file whose tables were made by another build', () => {
    const db = openDatabase(file)
    db.exec("UPDATE migrations SET digest = 'x' WHERE number = 1")
    closeDatabase(db)
    expect(refusal(() => openDatabase(file)).code).toBe('newer-file')
  })

  it("refuses another program's database and leaves it as it is", () => {
    const other = new Database(file)
    other.exec('CREATE TABLE recipes (name TEXT)')
    other.close()
    expect(refusal(() => openDatabase(file)).code).toBe('not-a-ledger')
    const again = new Database(file)
    expect(again.pragma('journal_mode', { simple: true })).toBe('delete')
    again.close()
  })

  it('refuses a file that is no database, a folder, and a folder that can not be made', () => {
    writeFileSync(file, 'Dear diary, this is not a database at all.'.repeat(100))
    expect(refusal(() => openDatabase(file)).code).toBe('not-a-ledger')
    mkdirSync(join(folder.path, 'sub'))
    expect(refusal(() => openDatabase(join(folder.path, 'sub'))).code).toBe('cannot-open')
    expect(refusal(() => openDatabase(join(file, 'below', 'ledger.db'))).code).toBe('cannot-open')
    expect(refusal(() => openSnapshot(join(folder.path, 'none.db'))).code).toBe('cannot-open')
  })

  it.each([
    ['SQLITE_FULL', 'disk-full'],
    ['SQLITE_READONLY_DBMOVED', 'read-only'],
    ['SQLITE_IOERR_FSYNC', 'io-error'],
    ['SQLITE_CORRUPT_VTAB', 'corrupt'],
    ['SQLITE_BUSY_SNAPSHOT', 'locked'],
    ['SQLITE_CANTOPEN_ISDIR', 'cannot-open'],
  ])('turns %s into a sentence with code %s', (sqlite, code) => {
    const error = explainSqlite(new Database.SqliteError('raw words', sqlite), 'release.db')
    expect(error).toMatchObject({ code, message: expect.stringContaining('release.db') })
    expect(String(error)).not.toContain('raw words')
  })
})
