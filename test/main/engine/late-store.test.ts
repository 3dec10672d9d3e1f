import { appendFileSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLateJournals } from '../../../main/adapters/late/late-journals.ts'
import { verifyFile } from '../../../main/app/verify.ts'
import { createLateStore, type LateStore } from '../../../main/engine/late-store.ts'
import type { LedgerStore } from '../../../main/event-store/store.ts'
import { attemptId, runId, stepId } from '../../../shared/ids.ts'
import { add, entry, fill, note, openDemo, RELEASE, temporaryFolder } from '../event-store/demo-ledger.ts'

const AT = '2026-11-28T22:00:00.000Z'
const MARKER = (journalId: string) =>
  entry('ledger.recorded-late', { journalId, fromSeq: 4, toSeq: 5, fromMs: 0, toMs: 1, reason: 'read only' })

let folder: ReturnType<typeof temporaryFolder>
let file: string
let store: LedgerStore
beforeEach(() => {
  folder = temporaryFolder()
  file = join(folder.path, 'ledger.db')
  store = openDemo(file)
  fill(store, 3)
})
afterEach(() => {
  store.close()
  folder.remove()
})

const places = () => [join(folder.path, 'late'), join(folder.path, 'elsewhere')]
const journalFiles = () => readdirSync(places()[0]!).filter((name) => name.endsWith('.jsonl'))

/** What a cockpit sees that starts now. */
const started = (): LateStore =>
  createLateStore({
    store,
    journals: createLateJournals(places()),
    nowMs: () => 0,
    journalId: () => 'j1',
    onChange: () => {},
  })

/** Two entries that are only in a journal. */
function late(): LateStore {
  const mine = started()
  mine.goLate(RELEASE, store.head(RELEASE)!, 'read only')
  mine.append(RELEASE, 3, AT, [note('first')])
  mine.append(RELEASE, 4, AT, [note('second')])
  return mine
}

const texts = (from: LateStore | LedgerStore) =>
  from.read(RELEASE).map(({ type, payload }) => (type === 'note.added' ? (payload as { text: string }).text : type))

test('entries of a late journal are read behind those of the file, and join it unchanged: hashes, instants, actors', async () => {
  const mine = late()
  const before = mine.read(RELEASE)
  expect(before.map((each) => each.seq)).toEqual([1, 2, 3, 4, 5])
  expect(store.head(RELEASE)?.size).toBe(3)
  mine.bringIn(RELEASE, AT, [MARKER('j1')], {})
  expect(store.read(RELEASE, 1, 6)).toEqual(before)
  expect(journalFiles()).toEqual([])
  const { chains } = await verifyFile(file, {})
  expect(chains[0]?.verdict).toBe('VALID, COMPLETENESS UNPROVEN')
})

test('a line that a crash cut short is dropped, and the journal goes on behind the last whole one', () => {
  late()
  const [name] = journalFiles()
  appendFileSync(join(places()[0]!, name!), '{"sealed":[{"envelope":"{')
  const next = started()
  expect(texts(next).slice(3)).toEqual(['first', 'second'])
  next.append(RELEASE, 5, AT, [note('third')])
  expect(texts(started()).slice(3)).toEqual(['first', 'second', 'third'])
})

test('a cockpit that ended after the import and before the journal was removed does not import it again', () => {
  const mine = late()
  const header = mine.lateOf(RELEASE)!.header
  const { batches } = mine.lateOf(RELEASE)!
  mine.bringIn(RELEASE, AT, [MARKER('j1')], {})
  createLateJournals(places()).begin(header, [...batches])
  const next = started()
  expect(next.lateOf(RELEASE)).toBeUndefined()
  expect(journalFiles()).toEqual([])
  expect(store.head(RELEASE)?.size).toBe(6)
})

test('when the chain moved meanwhile, the journal is put behind its new end, once', async () => {
  late()
  add(store, [note('somebody else')])
  const next = started()
  expect(texts(next).slice(3)).toEqual(['somebody else', 'first', 'second'])
  expect(journalFiles()).toHaveLength(1)
  const { journalId } = next.lateOf(RELEASE)!.header
  next.bringIn(RELEASE, AT, [MARKER(journalId)], {})
  expect(texts(started()).slice(3)).toEqual(['somebody else', 'first', 'second', 'ledger.recorded-late'])
  const { chains } = await verifyFile(file, {})
  expect(chains[0]?.verdict).toBe('VALID, COMPLETENESS UNPROVEN')
})

test('a journal that speaks of a run the chain does not have is kept, and said', () => {
  const mine = started()
  mine.goLate(RELEASE, store.head(RELEASE)!, 'read only')
  const about = { runId: runId('r-1'), stepId: stepId('back'), attemptId: attemptId('a-1') }
  mine.append(RELEASE, 3, AT, [entry('step.signalled', { ...about, signal: 'TERM', delivered: true })])
  add(store, [note('somebody else')])
  const next = started()
  expect(next.kept[0]).toMatchObject({
    file: expect.stringContaining('j1'),
    reason: expect.stringMatching(/Keep both/),
  })
  expect(existsSync(next.kept[0]!.file)).toBe(true)
  expect(next.head(RELEASE)?.size).toBe(4)
})

test('a damaged journal is named and left as it is', () => {
  late()
  const [name] = journalFiles()
  appendFileSync(join(places()[0]!, name!), 'not JSON\n')
  expect(started().kept[0]?.reason).toBe('Line 4 is damaged.')
  expect(journalFiles()).toHaveLength(1)
})
