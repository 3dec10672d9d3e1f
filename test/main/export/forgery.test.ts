import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSigner } from '../../../main/adapters/keys/ed25519.ts'
import type { LedgerStore } from '../../../main/event-store/store.ts'
import { parseAnchor } from '../../../shared/ledger/anchor.ts'
import { CHECKPOINT_TYPE, signCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import {
  add,
  checkpoint,
  entry,
  fill,
  LEDGER_ID,
  note,
  openDemo,
  RELEASE,
  temporaryFolder,
} from '../event-store/demo-ledger.ts'
import { agreedVerdict, exported, verdictOf } from './verified.ts'

let folder: ReturnType<typeof temporaryFolder>
let ledger: string
let file: string
let store: LedgerStore

beforeEach(() => {
  folder = temporaryFolder()
  ledger = join(folder.path, 'ledger.db')
  file = join(folder.path, 'export.jsonl')
  store = openDemo(ledger)
})
afterEach(() => {
  store.close()
  folder.remove()
})

const TIME = '2026-11-28T21:10:00.000Z'

/** Appends a checkpoint whose payload is not what an honest signer writes, and says what both verifiers think of it. */
async function verdictWith(change: (honest: Record<string, unknown>) => Record<string, unknown>) {
  fill(store, 5)
  const head = store.head(RELEASE)
  if (!head) throw new Error('There is no head.')
  const honest = signCheckpoint(store.signer, head, LEDGER_ID, TIME)
  add(store, [entry(CHECKPOINT_TYPE, change({ ...honest })), note('after')])
  await exported(ledger, file)
  expect(await verdictOf(ledger)).toEqual(await agreedVerdict(file))
  return await agreedVerdict(file)
}

describe('checkpoints', () => {
  it('that are honest hold', async () => {
    expect(await verdictWith((honest) => honest)).toEqual(['VALID, COMPLETENESS UNPROVEN', null])
  })

  it.each([
    ['another time', { time: '2026-11-28T20:00:00.000Z' }],
    ['another size', { size: 4 }],
    ['another head', { head: '0'.repeat(64) }],
    ['another ledger', { ledgerId: 'x' }],
    ['another key id', { keyId: '0123456789abcdef' }],
    ['no key', { publicKey: 'none' }],
    ['a broken signature', { signature: '00'.repeat(64) }],
    ['a signature in capitals', { signature: 'AB'.repeat(64) }],
    ['no signature', { signature: '' }],
    ['no head', { head: null }],
  ])('with %s are invalid, though their hashes are right', async (_, change) => {
    expect(await verdictWith((honest) => ({ ...honest, ...change }))).toEqual(['INVALID', 6])
  })
})

describe('a chain rewritten from the start', () => {
  it('is valid for itself, but neither for the anchor nor for the key somebody kept', async () => {
    fill(store, 20)
    const { anchor } = await exported(ledger, file)
    const kept = parseAnchor(anchor)
    if (!kept) throw new Error('There is no anchor.')
    const trustedKey = store.signer.publicKeyPem
    expect(await agreedVerdict(file, { anchor: kept, trustedKey })).toEqual(['VALID AND ANCHORED', null])

    const forged = join(folder.path, 'forged.db')
    const forger = openDemo(forged)
    fill(forger, 20)
    forger.close()
    await exported(forged, file)
    expect(await agreedVerdict(file)).toEqual(['VALID, COMPLETENESS UNPROVEN', null])
    expect(await agreedVerdict(file, { anchor: kept })).toEqual(['INVALID', 20])
    expect(await agreedVerdict(file, { trustedKey })).toEqual(['INVALID', 1])
  })

  it('with the honest beginning kept is caught at the first signature that is not of the trusted key', async () => {
    fill(store, 9)
    const trustedKey = store.signer.publicKeyPem
    store.close()
    store = openDemo(ledger, { signer: openSigner(join(folder.path, 'other.key')) })
    checkpoint(store)
    await exported(ledger, file)
    expect(await agreedVerdict(file)).toEqual(['VALID, COMPLETENESS UNPROVEN', null])
    expect(await agreedVerdict(file, { trustedKey })).toEqual(['INVALID', 10])
  })
})

describe('an anchor', () => {
  it('shows a cut tail, in the ledger and in its export', async () => {
    fill(store, 12)
    const { anchor } = await exported(ledger, file)
    const kept = parseAnchor(anchor)
    if (!kept) throw new Error('There is no anchor.')
    const later = { size: 15, head: kept.head }
    expect(await agreedVerdict(file, { anchor: later })).toEqual(['GAP', 13])
    expect(await verdictOf(ledger, { anchor: later })).toEqual(['GAP', 13])
    add(store, [note('later')])
    expect(await verdictOf(ledger, { anchor: kept })).toEqual(['VALID AND ANCHORED', null])
    expect(await verdictOf(ledger, { anchor: { ...kept, size: 11 } })).toEqual(['INVALID', 11])
  })
})

describe('the export', () => {
  it('can be verified by hand with nothing but SHA-256, as docs/ledger-format.md shows', async () => {
    fill(store, 10)
    await exported(ledger, file)
    const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
    let previous = Buffer.alloc(32)
    for (const line of readFileSync(file, 'utf8').trimEnd().split('\n').slice(1)) {
      const { hash, salt, entry: envelope } = JSON.parse(line)
      const entryAt = line.indexOf(',"entry":')
      const payloadAt = line.indexOf(',"payload":')
      const bytes = Buffer.from(line.slice(entryAt + ',"entry":'.length, payloadAt))
      previous = sha256(Buffer.from('release-cockpit-v1\0'), previous, bytes)
      expect(previous.toString('hex')).toBe(hash)
      const payload = Buffer.from(line.slice(payloadAt + ',"payload":'.length, -1))
      expect(sha256(Buffer.from(salt, 'hex'), payload).toString('hex')).toBe(envelope.payloadDigest)
    }
  })

  it('never replaces a good file by half of one', async () => {
    fill(store, 3)
    writeFileSync(file, 'the export of yesterday')
    const { openSnapshot } = await import('../../../main/event-store/snapshot.ts')
    const { exportJsonl } = await import('../../../main/export/export-jsonl.ts')
    const snapshot = openSnapshot(ledger)
    const stop = AbortSignal.abort(new Error('cancelled'))
    await expect(exportJsonl(snapshot, RELEASE, file, { signal: stop, overwrite: true })).rejects.toThrow('cancelled')
    await expect(exportJsonl(snapshot, 'nothing-1', file)).rejects.toThrow(`it has ${RELEASE}`)
    snapshot.close()
    expect(readFileSync(file, 'utf8')).toBe('the export of yesterday')
  })
})
