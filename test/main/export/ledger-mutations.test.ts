import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { verifyFile } from '../../../main/app/verify.ts'
import { openSnapshot } from '../../../main/event-store/snapshot.ts'
import { releaseId } from '../../../shared/ids.ts'
import { ADA, add, fill, note, openDemo, RELEASE, temporaryFolder } from '../event-store/demo-ledger.ts'
import { verdictOf } from './verified.ts'

const SIZE = 30
const UNPROVEN = ['VALID, COMPLETENESS UNPROVEN', null]

let folder: ReturnType<typeof temporaryFolder>
let clean: string
let file: string
let db: Database.Database

beforeAll(() => {
  folder = temporaryFolder()
  clean = join(folder.path, 'clean.db')
  const store = openDemo(clean)
  fill(store, SIZE - 1)
  store.erase(RELEASE, 9, '2026-11-28T22:00:00.000Z', ADA, 'a token was printed')
  store.close()
})
afterAll(() => folder.remove())

/** Opens a fresh copy as somebody would who wants to change history: without the triggers. */
function openUnguarded(): Database.Database {
  file = join(folder.path, 'tampered.db')
  copyFileSync(clean, file)
  const opened = new Database(file)
  opened.pragma('journal_mode = DELETE')
  opened.pragma('ignore_check_constraints = ON')
  opened.pragma('foreign_keys = OFF')
  const triggers = opened.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all() as string[]
  for (const trigger of triggers) opened.exec(`DROP TRIGGER ${trigger}`)
  return opened
}

beforeEach(() => {
  db = openUnguarded()
})
afterEach(() => db.close())

const COLUMNS = ['envelope', 'hash', 'salt', 'payload'] as const

/** Undoes what a property's round changed. */
const undone = async (work: () => Promise<void>) => {
  db.close()
  db = openUnguarded()
  await work()
}

describe('a ledger file', () => {
  it('that nobody touched is valid', async () => {
    expect(await verdictOf(clean)).toEqual(UNPROVEN)
    expect(await verdictOf(file)).toEqual(UNPROVEN)
  })

  it('with one byte changed anywhere in an entry is caught at its seq', async () => {
    const change = fc.record({
      seq: fc.integer({ min: 1, max: SIZE }).filter((seq) => seq !== 9),
      column: fc.constantFrom(...COLUMNS),
      at: fc.nat(),
      flip: fc.integer({ min: 1, max: 255 }),
    })
    const check = async ({ seq, column, at, flip }: { seq: number; column: string; at: number; flip: number }) => {
      const before = db.prepare(`SELECT ${column} FROM entries WHERE seq = ?`).pluck().get(seq) as Buffer
      const bytes = Buffer.from(before)
      const offset = at % bytes.length
      bytes[offset] = (bytes[offset] ?? 0) ^ flip
      const set = db.prepare(`UPDATE entries SET ${column} = ? WHERE seq = ?`)
      set.run(bytes, seq)
      expect(await verdictOf(file)).toEqual(['INVALID', seq])
      set.run(before, seq)
    }
    await fc.assert(fc.asyncProperty(change, check), { numRuns: 600 })
  })

  it('with a row of another shape is caught at its seq', async () => {
    for (const column of COLUMNS)
      for (const value of ["x''", 'NULL', `substr(${column}, 2)`, `CAST(${column} || x'00' AS BLOB)`])
        await undone(async () => {
          const nullable = column === 'salt' || column === 'payload'
          if (value === 'NULL' && !nullable) return
          db.exec(`UPDATE entries SET ${column} = ${value} WHERE seq = 12`)
          expect(await verdictOf(file), `${column} = ${value}`).toEqual(['INVALID', 12])
        })
  })

  it('where salt and payload share their bytes another way is caught', async () => {
    db.exec(
      'UPDATE entries SET payload = CAST(substr(salt, 16, 1) || payload AS BLOB), salt = substr(salt, 1, 15) WHERE seq = 5',
    )
    expect(await verdictOf(file)).toEqual(['INVALID', 5])
  })

  it('with rows deleted is a gap at the first of them, the last one included', async () => {
    for (let seq = 1; seq <= SIZE; seq++)
      await undone(async () => {
        db.prepare('DELETE FROM entries WHERE seq = ?').run(seq)
        expect(await verdictOf(file)).toEqual(['GAP', seq])
      })
    db.exec('DELETE FROM entries WHERE seq IN (4, 5, 20)')
    expect(await verdictOf(file)).toEqual(['GAP', 4])
  })

  it('with a row deleted and the others moved up is caught there', async () => {
    db.exec('DELETE FROM entries WHERE seq = 6')
    for (let seq = 7; seq <= SIZE; seq++) db.prepare('UPDATE entries SET id = id - 1 WHERE seq = ?').run(seq)
    expect(await verdictOf(file)).toEqual(['INVALID', 6])
  })

  it('with two rows in each other’s place is caught at the first', async () => {
    const pair = fc.uniqueArray(fc.integer({ min: 1, max: SIZE }), { minLength: 2, maxLength: 2 })
    const swap = db.transaction(([a, b]: number[]) => {
      const move = db.prepare('UPDATE entries SET id = (id >> 32 << 32) + ? WHERE seq = ?')
      move.run(999, a)
      move.run(a, b)
      move.run(b, 999)
    })
    const check = async (places: number[]) => {
      swap(places)
      expect(await verdictOf(file)).toEqual(['INVALID', Math.min(...places)])
      swap(places)
    }
    await fc.assert(fc.asyncProperty(pair, check), { numRuns: 100 })
  })

  it('with a payload emptied is caught unless its erasure is on record', async () => {
    for (const seq of [1, 2, 7, 21, SIZE])
      await undone(async () => {
        db.prepare('UPDATE entries SET payload = NULL, salt = NULL WHERE seq = ?').run(seq)
        expect(await verdictOf(file)).toEqual(['INVALID', seq])
      })
  })

  it('whose lists disagree with its entries is caught', async () => {
    const cases: [statement: string, verdict: string, seq: number][] = [
      ["UPDATE releases SET release = 'other'", 'INVALID', 1],
      ["UPDATE releases SET ledger_id = 'other'", 'INVALID', 1],
      ['UPDATE heads SET size = size - 3', 'INVALID', SIZE - 3],
      ['UPDATE heads SET size = size + 3', 'GAP', SIZE + 1],
      ['UPDATE heads SET hash = zeroblob(32)', 'INVALID', SIZE],
      ['DELETE FROM heads', 'GAP', SIZE + 1],
      ['DELETE FROM releases', 'INVALID', 1],
      ['UPDATE entries SET id = id + (5 << 32) WHERE seq = 8', 'INVALID', 8],
      ['DELETE FROM entries', 'GAP', 1],
    ]
    for (const [statement, verdict, seq] of cases)
      await undone(async () => {
        db.exec(statement)
        expect(await verdictOf(file), statement).toEqual([verdict, seq])
      })
  })

  const rows = (path: string) => {
    const snapshot = openSnapshot(path)
    try {
      return JSON.stringify([...snapshot.entries()])
    } finally {
      snapshot.close()
    }
  }

  /** One byte of the file is another: the verifier ends, with a sentence, and calls valid only what still says the same. */
  const checkByte = async (bytes: Buffer, offset: number, flip: number, original: string) => {
    const changed = Buffer.from(bytes)
    changed[offset] = (changed[offset] ?? 0) ^ flip
    const mutated = join(folder.path, 'mutated.db')
    writeFileSync(mutated, changed)
    const { verdict, chains } = await verifyFile(mutated)
    for (const chain of chains) expect(chain.reason).toMatch(/^[^\n]+\.$/)
    if (verdict.startsWith('VALID')) expect(rows(mutated)).toBe(original)
    return verdict
  }

  it('whose rows come back out of order is told as damaged, and not read for ever', async () => {
    const root = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'entries'").pluck().get())
    const pageBytes = Number(db.pragma('page_size', { simple: true }))
    const bytes = readFileSync(clean)
    const original = rows(clean)
    const verdicts: string[] = []
    // At the end of the table's first page stands which page follows for which ids.
    for (let back = 1; back <= 27; back++)
      for (const flip of [1, 2, 16, 128]) verdicts.push(await checkByte(bytes, root * pageBytes - back, flip, original))
    expect(new Set(verdicts)).toContain('UNREADABLE')
  })

  it('with any byte of the file changed never crashes the verifier, and never passes for what it was not', async () => {
    const bytes = readFileSync(clean)
    const original = rows(clean)
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }))
    const check = async ([offset, flip]: [number, number]) => void (await checkByte(bytes, offset, flip, original))
    await fc.assert(fc.asyncProperty(change, check), { numRuns: 400 })
  })
})

describe('several releases in one file', () => {
  it('are told apart, and the worst verdict counts', async () => {
    const path = join(folder.path, 'several.db')
    const store = openDemo(path)
    const other = releaseId('other-1.0.0')
    fill(store, 10)
    fill(store, 12, other, 'another-ledger')
    store.close()
    expect(await verdictOf(path)).toEqual(UNPROVEN)
    const tampering = new Database(path)
    tampering.exec('DROP TRIGGER entries_no_update')
    tampering.exec("UPDATE entries SET payload = x'7b7d' WHERE release_no = 2 AND seq = 4")
    tampering.close()
    expect(await verdictOf(path)).toEqual(['INVALID', 4])
    expect(await verdictOf(path, { release: RELEASE })).toEqual(UNPROVEN)
    expect(await verdictOf(path, { release: other })).toEqual(['INVALID', 4])
  })

  it('one of which was taken out whole are a gap', async () => {
    const path = join(folder.path, 'taken.db')
    const store = openDemo(path)
    fill(store, 3)
    fill(store, 3, releaseId('b-1'), 'ledger-b')
    store.close()
    const tampering = new Database(path)
    tampering.pragma('foreign_keys = OFF')
    for (const trigger of ['entries_no_delete', 'releases_no_delete', 'heads_no_delete'])
      tampering.exec(`DROP TRIGGER ${trigger}`)
    tampering.exec(
      'DELETE FROM entries WHERE release_no = 1; DELETE FROM heads WHERE no = 1; DELETE FROM releases WHERE no = 1',
    )
    tampering.close()
    expect(await verdictOf(path)).toEqual(['GAP', 1])
  })
})

describe('a ledger in use', () => {
  it('is verified beside its owner, with what is only in the WAL', async () => {
    const path = join(folder.path, 'live.db')
    const store = openDemo(path)
    fill(store, 10)
    expect(existsSync(`${path}-wal`)).toBe(true)
    const report = await verifyFile(path)
    expect(report.chains[0]).toMatchObject({ entries: 10, checkpoints: 1, verdict: UNPROVEN[0] })
    add(store, [note('goes on')])
    expect((await verifyFile(path)).chains[0]?.entries).toBe(11)
    store.close()
  })

  it('can be verified step by step and cancelled', async () => {
    const path = join(folder.path, 'long.db')
    const store = openDemo(path)
    fill(store, 1)
    add(
      store,
      Array.from({ length: 45_000 }, (_, index) => note(`n ${index}`)),
    )
    store.close()
    const seen: number[] = []
    await verifyFile(path, { onProgress: (entries) => seen.push(entries) })
    expect(seen).toEqual([20_000, 40_000])
    const stop = new AbortController()
    const cancelled = verifyFile(path, { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) })
    await expect(cancelled).rejects.toThrow('enough')
  })
})
