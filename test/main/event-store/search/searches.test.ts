/** Whole searches with their threads: over releases, while output grows, and with expressions that would never end. */
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../../../main/event-store/database.ts'
import { createSearches } from '../../../../main/event-store/search/searches.ts'
import type { LedgerStore } from '../../../../main/event-store/store.ts'
import type { Searches } from '../../../../main/ports/search.ts'
import type { SearchHit, SearchPage, SearchQuery } from '../../../../shared/contract/search.ts'
import { releaseId } from '../../../../shared/ids.ts'
import { until } from '../../../support/until.ts'
import { add, entry, genesis, note, openDemo, RELEASE, temporaryFolder } from '../demo-ledger.ts'
import { storeChunks } from './support.ts'

let folder: ReturnType<typeof temporaryFolder>
let store: LedgerStore
let db: Database.Database
let searches: Searches

beforeEach(() => {
  folder = temporaryFolder()
  const file = join(folder.path, 'ledger.db')
  store = openDemo(file)
  db = openDatabase(file)
  searches = createSearches({ databaseFile: file, mostLooks: 2 })
  db.pragma('synchronous = OFF')
  add(store, [genesis(store), started('a-1', 'migrate', 1), started('a-2', 'switch', 2)])
})
afterEach(async () => {
  await searches.close()
  db.close()
  store.close()
  folder.remove()
})

const started = (attempt: string, stepId: string, number: number) =>
  entry('step.started', { attemptId: attempt, runId: 'p-1', stepId, number, kind: 'command', stepDigest: 'd' })
const QUERY: SearchQuery = {
  releases: 'all',
  in: { entries: true, output: true },
  text: 'error',
  mode: 'plain',
  matchCase: false,
  context: 0,
  watch: false,
}

function start(query: Partial<SearchQuery>): string {
  const said = searches.start({ ...QUERY, ...query })
  if ('problem' in said) throw new Error(said.problem)
  return said.job
}

/** Pulls until a phase is reached and nothing waits any more. */
async function pull(job: string, phases: SearchPage['phase'][], from = 0) {
  const hits: SearchHit[] = []
  const page = await until(async () => {
    const next = await searches.next(job, from + hits.length)
    hits.push(...next!.hits)
    return next!.hits.length === 0 && phases.includes(next!.phase) ? next : undefined
  }, phases.join(' or '))
  return { hits, page: page! }
}

const where = (hit: SearchHit) =>
  hit.kind === 'entry' ? `${hit.release} ${hit.seq}` : `${hit.release} ${hit.stepId}#${hit.number}:${hit.line}`

test('entries and output of every release, or of one, are found in order with their place', async () => {
  const other = releaseId('other-1.0.0')
  add(store, [genesis(store, other, crypto.randomUUID())], other)
  add(store, [note('An ERROR we know of')])
  storeChunks(db, 'a-1', [Buffer.from('fine\nerror one\n')])
  storeChunks(db, 'a-2', [Buffer.from('Error two\n')])
  storeChunks(db, 'a-lost', [Buffer.from('error nobody speaks of\n')])
  const all = await pull(start({}), ['done'])
  expect(all.hits.map(where)).toEqual([
    `${RELEASE} 4`,
    `${RELEASE} migrate#1:1`,
    `${RELEASE} switch#2:0`,
    'undefined undefined#undefined:0',
  ])
  expect(all.hits[0]).toMatchObject({ type: 'note.added', says: expect.stringContaining('An ERROR we know of') })
  expect(all.page).toMatchObject({ found: 4, searchedEntries: 5, totalEntries: 5, searchedBytes: 48, totalBytes: 48 })
  const one = await pull(start({ releases: [RELEASE], in: { entries: false, output: true } }), ['done'])
  expect(one.hits.map(where)).toEqual([`${RELEASE} migrate#1:1`, `${RELEASE} switch#2:0`])
  expect((await pull(start({ releases: [other] }), ['done'])).hits).toEqual([])
})

test('what is printed and recorded while it is watched is found once, also a line that was not over', async () => {
  storeChunks(db, 'a-1', [Buffer.from('error 1\nan error that goes')])
  const job = start({ watch: true })
  const first = await pull(job, ['watching'])
  expect(first.hits.map(where)).toEqual([`${RELEASE} migrate#1:0`, `${RELEASE} migrate#1:1`])
  storeChunks(db, 'a-1', [Buffer.from(' on, error\nerr')])
  storeChunks(db, 'a-1', [Buffer.from('or 3\n')])
  add(store, [note('error'), started('a-3', 'late', 1)])
  storeChunks(db, 'a-3', [Buffer.from('error 4')])
  const hits: SearchHit[] = []
  await until(async () => {
    const page = await searches.next(job, 2 + hits.length)
    hits.push(...page!.hits)
    return hits.length >= 3
  }, 'what came later')
  expect(hits.map(where).toSorted()).toEqual([`${RELEASE} 4`, `${RELEASE} late#1:0`, `${RELEASE} migrate#1:2`])
  expect(searches.cancel(job)).toBe(true)
  expect(await searches.next(job, 0)).toBeUndefined()
})

test('an expression that would never end is ended, and the next search works', async () => {
  storeChunks(db, 'a-1', [Buffer.from(`${'a'.repeat(5000)}\n`)])
  const hostile = await pull(start({ text: '(a*)*(a*)*(a*)*!', mode: 'regex', in: { entries: false, output: true } }), [
    'ended',
  ])
  expect(hostile.page.problem).toMatch(/^This expression takes too long/)
  expect((await pull(start({ text: 'aaa' }), ['done'])).hits).toHaveLength(1)
})

test('what is no expression is said with its place', () => {
  expect(searches.start({ ...QUERY, text: 'took (more', mode: 'regex' })).toEqual({
    problem: expect.stringContaining('unterminated group, at character 6'),
  })
})

test('results wait until they are asked for, and asking again with the same number gives the same', async () => {
  storeChunks(db, 'a-1', [Buffer.from('error\n'.repeat(5000))])
  const job = start({})
  await until(async () => (await searches.next(job, 0))!.found >= 2000, 'the queue is full')
  const again = await searches.next(job, 0)
  expect(again).toMatchObject({ phase: 'searching' })
  expect(again!.found).toBeLessThan(3000)
  expect((await searches.next(job, 0))!.hits).toEqual(again!.hits)
  const { hits } = await pull(job, ['done'])
  expect(hits.map((hit) => hit.kind === 'output' && hit.line)).toEqual(Array.from({ length: 5000 }, (_, line) => line))
})

test('nothing that was found before an erasure is given after it', async () => {
  storeChunks(db, 'a-1', [Buffer.from('error: hunter2secret\n')])
  const job = start({ text: 'hunter2secret' })
  await until(async () => (await searches.next(job, 0))!.phase === 'done', 'found')
  searches.forget()
  expect(await searches.next(job, 0)).toMatchObject({
    hits: [],
    phase: 'ended',
    problem: expect.stringContaining('erased'),
  })
})
