/** Past releases over a real ledger: read once, kept beside it, and what the terminal says of them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSigner } from '../../../main/adapters/keys/ed25519.ts'
import type { OwnerContext } from '../../../main/app/context.ts'
import { createHistoryBook } from '../../../main/app/history-book.ts'
import { listHistory, readStepTimes } from '../../../main/app/methods/history.ts'
import { verifyFile } from '../../../main/app/verify.ts'
import { historyCommand } from '../../../main/cli/history.ts'
import type { CliIo } from '../../../main/cli/io.ts'
import { closeDatabase, openDatabase } from '../../../main/event-store/database.ts'
import { createHistoryCache } from '../../../main/event-store/history-cache.ts'
import { openEventStore } from '../../../main/event-store/store.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { writePastLedger } from '../../support/past/write-past.ts'

const MINUTE = 60_000
const TO_MS = Date.parse('2025-11-27T06:00:00Z')
const back = stage('rollback', [step('back', {}, { stage: stageId('rollback') })], { kind: 'rollback' })
const steps = [step('go', { undo: stepId('back'), expectMs: 4 * MINUTE }), step('look')]
const environments = ['production', 'staging'].map((name) => ({
  ...{ name, vars: {}, secrets: {}, protected: name === 'production' },
}))

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-history-'))
  file = join(folder, 'ledger.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (releases: number, withHistory = false) =>
  writePastLedger({
    ...{ file, folder, releases, withHistory, daysApart: 6, toMs: TO_MS },
    definition: definitionOf([stage('production', steps), back], { environments }),
    products: ['Parcel Tracker', 'Night Train'],
  })

/** What the owner of a ledger has of the past, without everything else it has. */
function openPast() {
  const store = openEventStore({ file, clock: () => new Date().toISOString(), signer: openSigner(`${file}.key`) })
  const db = openDatabase(file)
  const read: string[] = []
  const counted: typeof store = {
    ...store,
    read(release, from, to) {
      read.push(release)
      return store.read(release, from, to)
    },
  }
  const cache = createHistoryCache(db)
  const past = createHistoryBook({ store: counted, cache, engine: { stateOf: () => undefined }, log: () => {} })
  const context = { past, ports: { store } } as unknown as OwnerContext
  const close = () => {
    past.close()
    closeDatabase(db)
    store.close()
  }
  return { context, past, db, read, close }
}

async function readAll(context: OwnerContext) {
  for (;;) {
    const { releases, pending } = await listHistory(context)
    if (pending === 0) return releases
  }
}

test('a ledger without them is read once; afterwards nothing is folded, and what is damaged or of another version is read again', async () => {
  write(6)
  const first = openPast()
  const known = await readAll(first.context)
  expect(known.every(({ history }) => history !== undefined)).toBe(true)
  expect(new Set(first.read).size).toBe(6)
  first.db.exec(
    "UPDATE release_history SET history = '{' WHERE no = 2; UPDATE release_history SET version = 0 WHERE no = 3",
  )
  first.close()

  const second = openPast()
  expect(await readAll(second.context)).toEqual(known)
  expect(new Set(second.read).size).toBe(2)
  second.close()
})

test('what steps took is asked of the releases of one product only, before the others that wait', async () => {
  write(6)
  const read = openPast()
  read.past.read()
  const { release } = (await listHistory(read.context)).releases.find(({ name }) => name === 'Night Train')!
  const { releases, pending } = await readStepTimes(read.context, { release, releases: 1 })
  expect([releases, pending]).toEqual([1, 0])
  read.close()

  rmSync(file)
  write(6)
  const alone = openPast()
  await readStepTimes(alone.context, { release, releases: 1 })
  expect(alone.read.every((each) => each.startsWith('night-train-'))).toBe(true)
  alone.close()
})

test('what is kept is what its entries say, and steps are of the same product only', async () => {
  write(6)
  const read = openPast()
  const fromEntries = await readAll(read.context)
  const { release } = fromEntries.find(({ name }) => name === 'Parcel Tracker')!
  const { steps: hints, releases } = await readStepTimes(read.context, { release, releases: 10 })
  expect(releases).toBe(3)
  expect(hints.find((each) => each.stepId === 'go' && each.environment === 'production')).toMatchObject({ releases: 3 })
  read.close()
  rmSync(file)

  write(6, true)
  const kept = openPast()
  expect((await readAll(kept.context)).map(({ history }) => history)).toEqual(fromEntries.map(({ history }) => history))
  expect(kept.read).toEqual([])
  kept.close()
  expect((await verifyFile(file)).verdict).toBe('VALID, COMPLETENESS UNPROVEN')
})

test('the terminal lists them with the measures, refuses a product that is not there by naming those that are, and offers measured times as steps', async () => {
  write(12, true)
  let said = ''
  const io = {
    stdout: (text: string) => (said += text),
    stderr: () => {},
    cwd: folder,
    env: { HOME: folder },
  } as unknown as CliIo
  expect(await historyCommand({ db: file, product: 'Night Train' }, io)).toBe(0)
  expect(said).toContain('Night Train 2.1.1')
  expect(said).not.toContain('Parcel Tracker')
  expect(said).toMatch(/Change fail rate +\d+ % +nearest to/)
  await expect(historyCommand({ db: file, product: 'Nihgt' }, io)).rejects.toThrow(
    'It has: Night Train, Parcel Tracker.',
  )
  said = ''
  await historyCommand({ db: file, steps: true, product: 'Night Train', environment: 'production' }, io)
  expect(said).toMatch(/# go in production: median \d+:\d\d/)
  expect(said).toContain('steps:\n')
})
