import { expect, test } from 'vitest'
import { followRelease } from '../../../shared/contract/follow-release.ts'
import type { RecordedEvent } from '../../../shared/events/index.ts'
import { digest, releaseId } from '../../../shared/ids.ts'
import { fakeCockpit } from '../../support/fake-cockpit.ts'

const RELEASE = releaseId('parcel-tracker-2.4.0')
const about = { ledgerId: 'l', release: RELEASE, name: 'Parcel Tracker', version: '2.4.0', folder: '/r' }

/** What is recorded most of all. */
const SEALED = { environment: 'production', metric: 'p95', fromMs: 0, toMs: 60_000, count: 60, digest: 'd' }

const entry = (seq: number): RecordedEvent => {
  const said = seq === 1 ? { type: 'release.created', payload: { ...about, keyId: 'k', publicKey: 'p' } } : undefined
  return {
    ...(said ?? { type: 'samples.sealed', payload: SEALED }),
    ...{ seq, schemaVersion: 1, recordedAt: '2026-11-27T21:00:00.000Z', actor: { kind: 'cockpit' }, release: RELEASE },
    ...{ causationId: null, correlationId: null, payloadDigest: digest('d'), hash: digest(`h${seq}`) },
  } as RecordedEvent
}

/** A record of so many entries; the third question is not answered when `isFlaky`, once. */
function recorded(size: number, isFlaky = false) {
  const asked: number[] = []
  const client = fakeCockpit({
    'events.read': (params) => {
      const { fromSeq, limit } = params as { fromSeq: number; limit: number }
      asked.push(fromSeq)
      if (isFlaky && asked.length === 3) throw new Error('The connection is gone.')
      const count = Math.max(0, Math.min(limit, size - fromSeq + 1))
      return { events: Array.from({ length: count }, (_, index) => entry(fromSeq + index)), size }
    },
  })
  return { client, asked }
}

const seqs = (told: readonly RecordedEvent[][]) => told.flat().map(({ seq }) => seq)
const upTo = (size: number) => Array.from({ length: size }, (_, index) => index + 1)

test('a record of several pages is shown once, when all of it is there', async () => {
  const { client, asked } = recorded(3500)
  const told: RecordedEvent[][] = []
  const followed = followRelease(client, RELEASE, { onState: (_, events) => told.push(events) })
  await followed.caughtUp()
  expect(asked).toEqual([1, 1001, 2001, 3001])
  expect([told.length, followed.state()?.size]).toEqual([1, 3500])
  expect(seqs(told)).toEqual(upTo(3500))
  client.feed({ kind: 'events', release: RELEASE, events: [entry(3501)] })
  expect(told.at(-1)?.map(({ seq }) => seq)).toEqual([3501])
})

test('what was read before the connection was lost is told with the rest, once', async () => {
  const { client } = recorded(3500, true)
  const told: RecordedEvent[][] = []
  const followed = followRelease(client, RELEASE, { onState: (_, events) => told.push(events) })
  await expect(followed.caughtUp()).rejects.toThrow('The connection is gone.')
  expect(told).toEqual([])
  await followed.caughtUp()
  expect(seqs(told)).toEqual(upTo(3500))
})

test('a very long record is shown while it is read', async () => {
  const { client } = recorded(45_000)
  const told: number[] = []
  await followRelease(client, RELEASE, { onState: (_, events) => told.push(events.length) }).caughtUp()
  expect(told).toEqual([20_000, 20_000, 5000])
})

test('after it was closed nothing is told, also not what was on its way', async () => {
  const { client } = recorded(2500)
  const told: RecordedEvent[][] = []
  const followed = followRelease(client, RELEASE, { onState: (_, events) => told.push(events) })
  const reading = followed.caughtUp()
  followed.close()
  await reading
  expect(told).toEqual([])
})
