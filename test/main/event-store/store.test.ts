import { copyFileSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, openDatabase } from '../../../main/event-store/database.ts'
import { acquireOwner, type Ownership } from '../../../main/event-store/owner.ts'
import { openLedgerReader } from '../../../main/event-store/reader.ts'
import { createStore, type LedgerStore } from '../../../main/event-store/store.ts'
import { LedgerUnwritable } from '../../../main/ports/event-store.ts'
import type { NewEntry } from '../../../shared/events/envelope.ts'
import { releaseId } from '../../../shared/ids.ts'
import { ADA, add, entry, genesis, note, openDemo, RELEASE, steppingClock, temporaryFolder } from './demo-ledger.ts'

let folder: ReturnType<typeof temporaryFolder>
let file: string
let store: LedgerStore

beforeEach(() => {
  folder = temporaryFolder()
  file = join(folder.path, 'private', 'ledger.db')
  store = openDemo(file)
})
afterEach(() => {
  store.close()
  folder.remove()
})

const codeOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    if (error instanceof LedgerUnwritable) return { code: error.code, sentence: error.message }
    throw error
  }
  return undefined
}

describe('appending', () => {
  it('gives back what will be read, after a restart too', () => {
    const added = add(store, [genesis(store), entry('note.added', { text: 'x', omitted: undefined, odd: 'a\ud800b' })])
    expect(added[1]?.payload).toEqual({ text: 'x', odd: 'a\ufffdb' })
    expect(store.read(RELEASE)).toEqual(added)
    store.close()
    store = openDemo(file)
    expect(store.read(RELEASE)).toEqual(added)
    expect(store.head(RELEASE)).toEqual({ size: 2, hash: added[1]?.hash })
  })

  it('numbers entries from 1 without holes, per release', () => {
    const other = releaseId('other-1.0.0')
    add(store, [genesis(store), note('a')])
    add(store, [genesis(store, other, 'another-uuid')], other)
    add(store, [note('b')])
    expect(store.read(RELEASE).map((each) => each.seq)).toEqual([1, 2, 3])
    expect(store.read(other).map((each) => each.seq)).toEqual([1])
    expect(store.read(RELEASE, 2, 3).map((each) => each.seq)).toEqual([2])
    expect(store.read(releaseId('unknown'))).toEqual([])
    expect(store.head(releaseId('unknown'))).toBeUndefined()
  })

  it('keeps the summary of the release list in the same transaction', () => {
    store.append(RELEASE, 0, '2026-11-28T21:00:00.000Z', [genesis(store)], { phase: 'planned' })
    const [third] = store.append(RELEASE, 1, '2026-11-28T21:00:05.000Z', [note('a')], { phase: 'running' })
    add(store, [note('keeps the summary')])
    expect(store.releases()).toEqual([
      expect.objectContaining({
        release: RELEASE,
        size: 3,
        summary: { phase: 'running' },
        createdAt: '2026-11-28T21:00:00.000Z',
      }),
    ])
    expect(third?.seq).toBe(2)
  })

  it('writes nothing when one entry of several can not be written', () => {
    add(store, [genesis(store)])
    const broken: NewEntry = entry('note.added', { text: Number.NaN })
    expect(() => add(store, [note('good'), broken])).toThrow('NaN')
    expect(store.head(RELEASE)?.size).toBe(1)
  })

  it('refuses a chain that does not begin with its identity', () => {
    expect(() => add(store, [note('first?')])).toThrow('A ledger begins with release.created')
    expect(store.releases()).toEqual([])
  })

  it('refuses a head that has moved, and says so', () => {
    add(store, [genesis(store), note('a')])
    const refused = codeOf(() => store.append(RELEASE, 1, '2026-11-28T21:00:00.000Z', [note('b')]))
    expect(refused).toEqual({
      code: 'moved-head',
      sentence: expect.stringContaining('2 entries where 1 were expected'),
    })
    expect(store.head(RELEASE)?.size).toBe(2)
  })

  it('is readable by others at once', () => {
    add(store, [genesis(store)])
    const reader = openLedgerReader(file)
    add(store, [note('seen')])
    expect(reader.read(RELEASE).at(-1)?.payload).toEqual({ text: 'seen' })
    reader.close()
  })
})

describe('the file', () => {
  it('belongs to its user alone', () => {
    const mode = (path: string) => statSync(path).mode & 0o777
    expect([file, `${file}-wal`, `${file}-owner`, `${file}-owner.json`, `${file}.key`].map(mode)).toEqual(
      Array(5).fill(0o600),
    )
    expect(mode(join(folder.path, 'private'))).toBe(0o700)
  })

  it('syncs every commit and wipes what it deletes, on every connection', () => {
    const db = openDatabase(file)
    const pragma = (name: string) => db.pragma(name, { simple: true })
    expect(pragma('journal_mode')).toBe('wal')
    expect(pragma('synchronous')).toBe(2)
    expect(pragma('fullfsync')).toBe(1)
    expect(pragma('secure_delete')).toBe(1)
    expect(pragma('foreign_keys')).toBe(1)
    closeDatabase(db)
  })

  it('is one file after closing', () => {
    add(store, [genesis(store), note('a')])
    store.close()
    expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0)
    expect(new Database(file, { readonly: true }).prepare('SELECT count(*) FROM entries').pluck().get()).toBe(2)
  })

  it.each([
    'DELETE FROM entries WHERE seq = 2',
    "UPDATE entries SET payload = x'7b7d' WHERE seq = 2",
    'UPDATE entries SET payload = NULL, salt = NULL WHERE seq = 2',
    'UPDATE entries SET id = id + 10 WHERE seq = 2',
    'INSERT OR REPLACE INTO entries (id, envelope, hash, salt, payload) SELECT id, envelope, hash, salt, payload FROM entries WHERE seq = 2',
    'DELETE FROM releases',
    "UPDATE releases SET release = 'x'",
    'UPDATE heads SET size = 1',
    'DELETE FROM heads',
  ])('refuses: %s', (statement) => {
    add(store, [genesis(store), note('a')])
    const before = store.read(RELEASE)
    const db = openDatabase(file)
    expect(() => db.prepare(statement).run()).toThrow('append-only')
    db.close()
    expect(store.read(RELEASE)).toEqual(before)
  })
})

describe('erasing', () => {
  it('removes a secret from the payload and from the disk, on the record, and keeps the chain', () => {
    const secret = 'hunter2-hunter2-hunter2'
    add(store, [genesis(store), note(`password is ${secret}`), note('after')])
    const erased = store.erase(RELEASE, 2, '2026-11-28T21:20:00.000Z', ADA, 'a password was pasted')
    expect(erased).toMatchObject({
      seq: 4,
      type: 'payload.erased',
      payload: { seq: 2, reason: 'a password was pasted' },
    })
    expect(store.read(RELEASE).map((each) => each.payload === null)).toEqual([false, true, false, false])
    store.close()
    expect(readFileSync(file).includes(secret)).toBe(false)
  })

  it('refuses the first entry and entries that do not exist', () => {
    add(store, [genesis(store)])
    for (const seq of [0, 1, 2, 1.5])
      expect(() => store.erase(RELEASE, seq, '2026-11-28T21:20:00.000Z', ADA, 'x')).toThrow("can't be erased")
  })
})

describe('a ledger that can not be written', () => {
  let db: Database.Database
  let fragile: LedgerStore

  beforeEach(() => {
    store.close()
    const { ownership } = acquireOwner(file, steppingClock()) as { ownership: Ownership }
    db = openDatabase(file)
    fragile = createStore(db, ownership, { clock: steppingClock(), signer: store.signer })
    add(fragile, [genesis(fragile)])
  })
  afterEach(() => fragile.close())

  it('says that the disk is full, and goes on when it no longer is', () => {
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`)
    const refused = codeOf(() => add(fragile, [note('x'.repeat(100_000))]))
    expect(refused).toEqual({ code: 'disk-full', sentence: expect.stringContaining('Free some space') })
    db.pragma('max_page_count = 1000000')
    expect(add(fragile, [note('again')])[0]?.seq).toBe(2)
  })

  it('says that it is read only', () => {
    db.pragma('query_only = ON')
    expect(codeOf(() => add(fragile, [note('x')]))?.code).toBe('read-only')
    db.pragma('query_only = OFF')
  })

  it('says that somebody else holds it', () => {
    const other = openDatabase(file)
    other.exec('BEGIN IMMEDIATE')
    db.pragma('busy_timeout = 1')
    expect(codeOf(() => add(fragile, [note('x')]))?.code).toBe('locked')
    other.close()
  })

  it('says that ownership was lost', () => {
    const other = openDatabase(file)
    other.exec('UPDATE owner SET epoch = epoch + 1')
    other.close()
    const refused = codeOf(() => add(fragile, [note('x')]))
    expect(refused).toEqual({ code: 'lost-ownership', sentence: expect.stringContaining('taken over') })
  })
})

describe('guarding', () => {
  it('folds what was appended into the file at quiet moments, so that no later append pays for it', () => {
    add(store, [genesis(store), note('before the fold')])
    const alone = join(folder.path, 'copy.db')
    const inFileAlone = () => {
      copyFileSync(file, alone)
      const copy = new Database(alone, { readonly: true })
      try {
        return copy.prepare('SELECT count(*) AS n FROM entries').pluck().get()
      } finally {
        copy.close()
      }
    }
    for (let count = 0; count < 5; count += 1) store.guard()
    expect(inFileAlone()).toBe(2)
  })
})
