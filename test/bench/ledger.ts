/** Ledger figures of DESIGN §13: appends against plain inserts, verification. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { openSigner } from '../../main/adapters/keys/ed25519.ts'
import { verifyFile } from '../../main/app/verify.ts'
import { openDatabase } from '../../main/event-store/database.ts'
import { openSnapshot } from '../../main/event-store/snapshot.ts'
import { type LedgerStore, openEventStore } from '../../main/event-store/store.ts'
import { exportJsonl } from '../../main/export/export-jsonl.ts'
import type { NewEntry } from '../../shared/events/envelope.ts'
import { releaseId } from '../../shared/ids.ts'
import type { BenchRow } from './row.ts'

export const RELEASE = releaseId('bench-1.0.0')
export const ENTRIES = 1_000_000
const actor = { kind: 'person', name: 'Ada Obi', role: 'devops-lead', assurance: 'claimed' } as const

/** About what a started step records: 340 bytes of envelope, 280 of payload. */
const stepStarted = (index: number): NewEntry => ({
  type: 'step.started',
  schemaVersion: 2,
  actor,
  causationId: index,
  correlationId: 'p-3f9a1c',
  payload: {
    runId: 'p-3f9a1c',
    stepId: 'deploy-green',
    attemptId: `a-${index}`,
    number: 1,
    kind: 'command',
    stepDigest: 'ab'.repeat(32),
    nonce: 'cd'.repeat(8),
    cwd: '/srv/releases/parcel-tracker',
    variables: ['APP_URL', 'COLOUR', 'DEPLOY_TOKEN', 'VERSION'],
    timeoutMs: 300_000,
  },
})

const genesis = (store: LedgerStore): NewEntry => ({
  ...stepStarted(0),
  type: 'release.created',
  schemaVersion: 1,
  payload: {
    ledgerId: crypto.randomUUID(),
    release: RELEASE,
    name: 'Bench',
    version: '1.0.0',
    folder: '.',
    keyId: store.signer.keyId,
    publicKey: store.signer.publicKeyPem,
  },
})

const now = () => new Date().toISOString()

export const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

function perSecond(count: number, work: () => void) {
  const startMs = performance.now()
  work()
  return (count / (performance.now() - startMs)) * 1000
}

function openBenchLedger(folder: string, name: string) {
  const file = join(folder, name)
  const store = openEventStore({ file, clock: now, signer: openSigner(`${file}.key`) })
  store.append(RELEASE, 0, now(), [genesis(store)])
  return { file, store }
}

function appendAll(store: LedgerStore, count: number, perTransaction: number) {
  let size = store.head(RELEASE)?.size ?? 0
  for (let done = 0; done < count; done += perTransaction) {
    const entries = Array.from({ length: perTransaction }, (_, index) => stepStarted(size + index))
    store.append(RELEASE, size, now(), entries)
    size += perTransaction
  }
}

/** A plain table fed the very same bytes at the same durability. */
function plainInserter(folder: string, name: string) {
  const db = openDatabase(join(folder, name))
  db.exec('CREATE TABLE plain (id INTEGER PRIMARY KEY, envelope BLOB, hash BLOB, salt BLOB, payload BLOB)')
  const statement = db.prepare('INSERT INTO plain (envelope, hash, salt, payload) VALUES (?, ?, ?, ?)')
  const insert = db.transaction((rows: Buffer[][]) => {
    for (const row of rows) statement.run(...row)
  })
  return { insert, close: () => db.close() }
}

function rowsOf(file: string, count: number): Buffer[][] {
  const db = openDatabase(file)
  const rows = db
    .prepare('SELECT envelope, hash, salt, payload FROM entries WHERE seq > 1 LIMIT ?')
    .raw()
    .all(count) as Buffer[][]
  db.close()
  return rows
}

/** Both sides in turns, in one run, so that a busy machine slows both. */
function benchAppends(folder: string, perTransaction: number, count: number, goal: number): BenchRow {
  const { file, store } = openBenchLedger(folder, `append-${perTransaction}.db`)
  const plain = plainInserter(folder, `plain-${perTransaction}.db`)
  appendAll(store, count, perTransaction)
  const rows = rowsOf(file, count)
  const rounds = Array.from({ length: 5 }, () => {
    const ours = perSecond(count, () => appendAll(store, count, perTransaction))
    const theirs = perSecond(count, () => {
      for (let at = 0; at < rows.length; at += perTransaction) plain.insert(rows.slice(at, at + perTransaction))
    })
    return { ours, theirs, ratio: ours / theirs }
  })
  store.close()
  plain.close()
  const ratio = median(rounds.map((round) => round.ratio))
  const [ours, theirs] = [median(rounds.map((round) => round.ours)), median(rounds.map((round) => round.theirs))]
  return {
    what: `ledger appends ÷ plain better-sqlite3 inserts, ${perTransaction} per transaction`,
    figure: ratio.toFixed(2),
    goal: `≥ ${goal}`,
    reached: ratio >= goal,
    detail: `${Math.round(ours)}/s against ${Math.round(theirs)}/s, medians of 5`,
  }
}

async function benchVerify(file: string, what: string): Promise<BenchRow> {
  const rates: number[] = []
  for (let round = 0; round < 3; round++) {
    const startMs = performance.now()
    const { verdict, chains } = await verifyFile(file)
    if (verdict !== 'VALID, COMPLETENESS UNPROVEN') throw new Error(`${what}: ${verdict}, ${chains[0]?.reason}`)
    rates.push(((chains[0]?.entries ?? 0) / (performance.now() - startMs)) * 1000)
  }
  const rate = median(rates)
  return {
    what,
    figure: `${Math.round(rate)} entries/s`,
    goal: '≥ 150,000 entries/s',
    reached: rate >= 150_000,
    detail: 'median of 3',
  }
}

/** A ledger of a million entries, closed. */
export function millionLedger(folder: string): string {
  const { file, store } = openBenchLedger(folder, 'million.db')
  appendAll(store, ENTRIES - 100, 100)
  appendAll(store, 99, 99)
  store.close()
  return file
}

async function exportAll(file: string, target: string): Promise<void> {
  const snapshot = openSnapshot(file)
  try {
    await exportJsonl(snapshot, RELEASE, target)
  } finally {
    snapshot.close()
  }
}

export async function benchLedger(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-bench-'))
  try {
    const single = benchAppends(folder, 1, 1000, 0.6)
    const hundred = benchAppends(folder, 100, 20_000, 0.25)
    const file = millionLedger(folder)
    await exportAll(file, join(folder, 'export.jsonl'))
    const verified = await benchVerify(file, 'verify one million entries of a ledger, payloads included')
    const read = await benchVerify(join(folder, 'export.jsonl'), 'verify one million entries of an export')
    return [single, hundred, verified, read]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) for (const row of await benchLedger()) console.log(JSON.stringify(row))
