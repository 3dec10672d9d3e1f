import { describe, expect, it } from 'vitest'
import { createCockpit, mergeSamples } from '../../renderer/state/cockpit-store.ts'
import type { Sample } from '../../shared/contract/methods.ts'
import type { RecordedEvent } from '../../shared/events/index.ts'
import { attemptId, digest, releaseId } from '../../shared/ids.ts'
import { fakeCockpit } from '../support/fake-cockpit.ts'

const RELEASE = releaseId('parcel-tracker-2.4.0')
const DIGEST = digest('d'.repeat(64))

const note = (seq: number): RecordedEvent => ({
  ...envelope(seq),
  type: 'note.added',
  payload: { text: `note ${seq}` },
})

const envelope = (seq: number) => ({
  seq,
  schemaVersion: 1,
  recordedAt: '2026-11-27T21:00:00.000Z',
  actor: { kind: 'cockpit' } as const,
  causationId: null,
  correlationId: null,
  payloadDigest: DIGEST,
  hash: DIGEST,
  release: RELEASE,
})

const genesis: RecordedEvent = {
  ...envelope(1),
  type: 'release.created',
  payload: {
    ledgerId: 'l',
    release: RELEASE,
    name: 'Parcel Tracker',
    version: '2.4.0',
    folder: '/release',
    keyId: 'k',
    publicKey: 'p',
  },
}

/** A cockpit over a ledger that grows under the test's hand. */
function overLedger(ledger: RecordedEvent[]) {
  const client = fakeCockpit({
    'releases.list': () => [],
    'machine.check': () => [],
    'events.read': (params) => {
      const { fromSeq } = params as { fromSeq: number }
      return { events: ledger.filter((event) => event.seq >= fromSeq), size: ledger.length }
    },
  })
  return { client, cockpit: createCockpit(client, () => 0) }
}

const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

const seqs = (cockpit: ReturnType<typeof createCockpit>) => cockpit.store.getState().events.map((event) => event.seq)

describe('what the window knows', () => {
  it('has every entry once and in order, also when a push was lost on the way', async () => {
    const ledger = [genesis, note(2)]
    const { client, cockpit } = overLedger(ledger)
    await cockpit.open(RELEASE)
    ledger.push(note(3), note(4), note(5))
    client.feed({ kind: 'events', release: RELEASE, events: [note(5)] })
    client.feed({ kind: 'events', release: RELEASE, events: [note(3)] })
    await settle()
    expect(seqs(cockpit)).toEqual([1, 2, 3, 4, 5])
    expect(cockpit.store.getState().release?.notes.length).toBe(4)
  })

  it('reads on from what it holds when another process took the ledger over', async () => {
    const ledger = [genesis, note(2)]
    const { client, cockpit } = overLedger(ledger)
    await cockpit.open(RELEASE)
    ledger.push(note(3))
    client.feed({ kind: 'owner', epoch: 2 })
    await settle()
    expect(seqs(cockpit)).toEqual([1, 2, 3])
    expect(client.calls.findLast((call) => call.method === 'events.read')?.params).toMatchObject({ fromSeq: 3 })
  })

  it('keeps only the newest head of each output', async () => {
    const { client, cockpit } = overLedger([genesis])
    client.feed({ kind: 'output', attempt: attemptId('a'), headBytes: 10, headLines: 1 })
    client.feed({ kind: 'output', attempt: attemptId('a'), headBytes: 90, headLines: 9 })
    expect(cockpit.store.getState().heads).toMatchObject({ a: { bytes: 90, lines: 9 } })
  })

  it('merges samples that were read with those pushed meanwhile, by time and without doubles', () => {
    const sample = (ms: number): Sample => [ms, ms, 1]
    const held = [sample(3000), sample(4000)]
    expect(mergeSamples([sample(1000), sample(2000), sample(3000)], held).map((each) => each[0])).toEqual([
      1000, 2000, 3000, 4000,
    ])
  })
})
