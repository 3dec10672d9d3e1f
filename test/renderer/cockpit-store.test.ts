import { describe, expect, it } from 'vitest'
import { createCockpit, mergeSamples } from '../../renderer/state/cockpit-store.ts'
import type { Sample } from '../../shared/contract/results.ts'
import type { RecordedEvent } from '../../shared/events/index.ts'
import { attemptId, digest, releaseId } from '../../shared/ids.ts'
import { definitionOf } from '../support/definition.ts'
import { fakeCockpit, helloAnswer } from '../support/fake-cockpit.ts'

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

const METRIC = {
  name: 'p95',
  title: 'p95',
  unit: 'ms',
  target: { below: 200 },
  intervalMs: 1000,
  windowMs: 1000,
  minVolume: 0,
  dryRun: false,
  source: { kind: 'ledger', measure: 'critical-incidents' },
  position: { file: 'release.yaml', line: 1, column: 1, endLine: 1 },
} as const
const loaded: RecordedEvent = {
  ...envelope(2),
  type: 'definition.loaded',
  payload: { folder: '/release', definition: definitionOf([], { metrics: [METRIC] }), definitionDigest: DIGEST },
}

it('A folder that the host could not open is shown with what was found in it, until a person opens another', async () => {
  const findings = [
    { severity: 'error', code: 'no-folder', file: '/gone', line: 1, column: 1, message: 'Gone.' },
  ] as const
  const client = fakeCockpit({
    hello: () => ({ ...helloAnswer, unopened: { folder: '/gone', findings: [...findings] } }),
    'releases.list': () => [],
  })
  const { store } = createCockpit(client, () => 0)
  await settle()
  expect(store.getState().opened).toEqual({ folder: '/gone', findings, isOpen: false })
})

describe('samples of a release longer than can be read at once', () => {
  it('are read decimated, and a chosen stretch of them whole; what is known whole is not read again', async () => {
    const reads: [number, number][] = []
    const client = fakeCockpit({
      'releases.list': () => [],
      'events.read': () => ({ events: [genesis, loaded], size: 2 }),
      'samples.read': (params) => {
        const { fromMs, toMs } = params as { fromMs: number; toMs: number }
        reads.push([fromMs, toMs])
        const isWhole = toMs - fromMs < 100_000
        return { samples: isWhole ? [[50_000, 7, 1]] : [[40_000, 1, 1]], isDecimated: !isWhole }
      },
    })
    const cockpit = createCockpit(client, () => 90_000_000)
    await cockpit.open(RELEASE)
    await cockpit.loadSamples('production', 0)
    await cockpit.loadStretch('production', 45_000, 55_000)
    await cockpit.loadStretch('production', 95_000_000, 95_001_000)
    const { series, coarseToMs } = cockpit.store.getState()
    expect(reads).toEqual([
      [0, 90_000_000],
      [45_000, 55_000],
    ])
    expect(series['production/p95']).toEqual([
      [40_000, 1, 1],
      [50_000, 7, 1],
    ])
    expect(coarseToMs['production/p95']).toBe(90_000_000)
  })
})

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

  it('says which record is being read until it is there, and no longer when it cannot be read', async () => {
    const { cockpit } = overLedger([genesis])
    const reading = cockpit.open(RELEASE)
    expect(cockpit.store.getState().opening).toBe(RELEASE)
    await reading
    expect(cockpit.store.getState().opening).toBeUndefined()
    const unknown = createCockpit(fakeCockpit(), () => 0, RELEASE)
    expect(unknown.store.getState().opening).toBe(RELEASE)
    await expect(unknown.open(RELEASE)).rejects.toThrow()
    expect(unknown.store.getState().opening).toBeUndefined()
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
