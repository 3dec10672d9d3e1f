import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSigner } from '../../../main/adapters/keys/ed25519.ts'
import type { EventStoreOptions, LedgerStore } from '../../../main/event-store/store.ts'
import { openEventStore } from '../../../main/event-store/store.ts'
import type { Actor, NewEntry } from '../../../shared/events/envelope.ts'
import { releaseId } from '../../../shared/ids.ts'
import { CHECKPOINT_TYPE, signCheckpoint } from '../../../shared/ledger/checkpoint.ts'

export const RELEASE = releaseId('parcel-tracker-2.4.0')
export const LEDGER_ID = '0d6b1f5e-5f0e-4a52-9c1f-7a3f3f1f6c11'
export const ADA: Actor = { kind: 'person', name: 'Ada Obi', role: 'devops-lead', assurance: 'claimed' }

/** A folder of its own for one test; `remove` in `afterEach`. */
export function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'cockpit-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** A clock that moves one second with each look. */
export function steppingClock(startMs = Date.parse('2026-11-28T21:00:00.000Z')) {
  let nowMs = startMs
  return () => {
    nowMs += 1000
    return new Date(nowMs).toISOString()
  }
}

export const openDemo = (file: string, options: Partial<EventStoreOptions> = {}): LedgerStore =>
  openEventStore({ file, clock: steppingClock(), signer: openSigner(`${file}.key`), ...options })

export const entry = (type: string, payload: unknown, actor: Actor = ADA): NewEntry => ({
  type,
  schemaVersion: 1,
  actor,
  causationId: null,
  correlationId: 'p-3f9a1c',
  payload,
})

export const genesis = (store: LedgerStore, release = RELEASE, ledgerId = LEDGER_ID): NewEntry => ({
  ...entry('release.created', {
    ledgerId,
    release,
    name: 'Parcel Tracker',
    version: '2.4.0',
    folder: 'releases/2.4.0',
    keyId: store.signer.keyId,
    publicKey: store.signer.publicKeyPem,
  }),
  correlationId: null,
})

export const note = (text: string) => entry('note.added', { text })

const sizeOf = (store: LedgerStore, release = RELEASE) => store.head(release)?.size ?? 0

export function add(store: LedgerStore, entries: NewEntry[], release = RELEASE) {
  return store.append(release, sizeOf(store, release), '2026-11-28T21:10:00.000Z', entries)
}

export function checkpoint(store: LedgerStore, release = RELEASE, ledgerId = LEDGER_ID) {
  const head = store.head(release)
  if (!head) throw new Error('There is nothing to sign yet.')
  const payload = signCheckpoint(store.signer, head, ledgerId, '2026-11-28T21:10:00.000Z')
  return add(store, [entry(CHECKPOINT_TYPE, payload, { kind: 'cockpit' })], release)
}

/** A release's chain of `size` entries: notes with all kinds of text, and a checkpoint at every seventh place. */
export function fill(store: LedgerStore, size: number, release = RELEASE, ledgerId = LEDGER_ID) {
  add(store, [genesis(store, release, ledgerId)], release)
  while (sizeOf(store, release) < size) {
    const seq = sizeOf(store, release) + 1
    if (seq % 7 === 0) checkpoint(store, release, ledgerId)
    else add(store, [note(`Note ${seq}: "ÄÖ" ,"payload": \\ {x} ${'·'.repeat(seq % 5)}`)], release)
  }
}
