import { expect, test } from 'vitest'
import type { Method } from '../../../shared/contract/methods.ts'
import { methodParams } from '../../../shared/contract/methods.ts'
import { foldEntries } from '../../../shared/domain/evolve.ts'
import { attemptId } from '../../../shared/ids.ts'
import { playedAxis, QUIET_MS, SHOWN_QUIET_MS } from '../../../shared/replay/axis.ts'
import { projectMarks } from '../../../shared/replay/marks.ts'
import { momentAt, momentOf, timesOf } from '../../../shared/replay/moments.ts'
import { headAt, mergeTimes, sealedTimes } from '../../../shared/replay/output-times.ts'
import { READ_ONLY, replayClient } from '../../../shared/replay/replay-client.ts'
import { RewindableFold } from '../../../shared/replay/rewindable-fold.ts'
import { EVENTS, RELEASE, sourceOf } from './recorded.ts'

const TIMES = timesOf(EVENTS)
const A = attemptId('a-1')
const TEXT = 'one\ntwo\nthree\n'

/** A client at a moment that the test moves. */
function clientAt(ms: number) {
  const refused: string[] = []
  const at = { ms }
  const source = sourceOf(
    {
      [A]: {
        text: TEXT,
        times: [
          [1000, 4, 1],
          [2000, 6, 1],
          [3000, 14, 3],
        ],
      },
    },
    [
      [1000, 0.1, 5],
      [2000, 0.2, 5],
      [3000, 9, 5],
    ],
  )
  const client = replayClient({
    recording: { release: RELEASE, events: EVENTS, source },
    moment: () => momentAt(TIMES, at.ms),
    hello: () => undefined,
    onRefused: (sentence) => refused.push(sentence),
  })
  return { client, at, refused }
}

test('the state at any entry is what folding the entries up to it gives, in whatever order one goes through them', () => {
  const fold = new RewindableFold(EVENTS, 10)
  const counts = EVENTS.map((_, index) => (index * 37) % (EVENTS.length + 1))
  for (const count of [...counts, EVENTS.length, 0, 11, 10, 9])
    expect(fold.stateAt(count)).toEqual(foldEntries(EVENTS.slice(0, count)))
})

test('going back and forward again gives the same picture', () => {
  const fold = new RewindableFold(EVENTS, 25)
  const there = [10, 40, 92].map((count) => fold.stateAt(count))
  expect([10, 40, 92].toReversed().map((count) => fold.stateAt(count))).toEqual(there.toReversed())
})

test('a clock that was set back shows nothing before it happened', () => {
  const set = [EVENTS[0]!, { ...EVENTS[1]!, recordedAt: '2020-01-01T00:00:00.000Z' }, EVENTS[2]!]
  const times = timesOf(set)
  expect(times[1]).toBe(times[0])
  expect(momentAt(times, times[0]!).count).toBeGreaterThanOrEqual(2)
  expect(momentOf(times, 0)).toEqual({ count: 1, ms: times[0] })
})

test('output is what had been stored by then, byte for byte, whichever way one moves', async () => {
  const { client, at } = clientAt(500)
  const shown = async (ms: number) => {
    at.ms = ms
    const { bytes, headBytes, headLines } = await client.call('output.read', { attempt: A, offset: 0, length: 100 })
    expect(await client.call('output.head', { attempt: A })).toEqual({ bytes: headBytes, lines: headLines })
    return Buffer.from(bytes).toString()
  }
  const pictures = { 500: '', 1000: 'one\n', 1999: 'one\n', 2000: 'one\ntw', 3000: TEXT, 99000: TEXT }
  for (const [ms, text] of Object.entries(pictures)) expect(await shown(Number(ms))).toBe(text)
  for (const [ms, text] of Object.entries(pictures).toReversed()) expect(await shown(Number(ms))).toBe(text)
})

test('a line that was printed later cannot be read or found', async () => {
  const { client, at } = clientAt(2000)
  const later = await client.call('output.read', { attempt: A, line: 2, length: 100 })
  expect(later).toMatchObject({ offset: 6, firstLine: 1, headBytes: 6 })
  expect(later.bytes).toHaveLength(0)
  expect((await client.call('output.find', { attempt: A, text: 'three' })).lines).toEqual([])
  at.ms = 3000
  expect((await client.call('output.find', { attempt: A, text: 'three' })).lines).toEqual([[2, 1]])
})

test('samples end at the moment', async () => {
  const { client } = clientAt(2000)
  const asked = { release: RELEASE, environment: 'production', metric: 'error-rate', fromMs: 0, toMs: 99_000 }
  expect((await client.call('samples.read', asked)).samples.map(([atMs]) => atMs)).toEqual([1000, 2000])
  expect((await client.call('samples.read', { ...asked, fromMs: 2500 })).samples).toEqual([])
})

test('entries after the moment are not there', async () => {
  const { client } = clientAt(TIMES[9]!)
  const { events, size } = await client.call('events.read', { release: RELEASE })
  expect(events).toEqual(EVENTS.slice(0, momentAt(TIMES, TIMES[9]!).count))
  expect(size).toBe(events.at(-1)!.seq)
})

test('every command is refused with a sentence that says how to do it', async () => {
  const { client, refused } = clientAt(2000)
  const command = { type: 'note.add', text: 'hello' } as const
  const answer = await client.call('command.send', { release: RELEASE, command, as: { name: 'Ada' } })
  expect(answer).toEqual({ ok: false, rejection: { code: 'replay', message: READ_ONLY } })
  expect(refused).toEqual([READ_ONLY])
})

test('nothing but what was recorded is answered, and nothing else reaches a cockpit', async () => {
  const { client } = clientAt(2000)
  const answered: Method[] = [
    'hello',
    'releases.list',
    'events.read',
    'output.times',
    'output.head',
    'output.read',
    'output.find',
    'samples.read',
    'command.send',
  ]
  const others = (Object.keys(methodParams) as Method[]).filter((method) => !answered.includes(method))
  for (const method of others) await expect(client.call(method, {} as never)).rejects.toThrow(READ_ONLY)
})

test('output of an older version is shown when its digest was recorded, and never more than was vouched for by then', () => {
  const attempt = EVENTS.flatMap((event) => (event.type === 'output.sealed' ? [event.payload.attemptId] : []))[0]!
  const times = mergeTimes([], sealedTimes(EVENTS, attempt))
  expect(headAt(times, times[0]![0] - 1)).toEqual({ bytes: 0, lines: 0 })
  expect(headAt(times, Number.MAX_SAFE_INTEGER).bytes).toBe(times.at(-1)![1])
})

test('what is known to be stored at a time has everything before it stored, too', () => {
  const times = mergeTimes(
    [
      [5000, 10, 1],
      [4000, 20, 2],
    ],
    [[4500, 15, 1]],
  )
  expect(headAt(times, 3999).bytes).toBe(0)
  expect(headAt(times, 4000)).toEqual({ bytes: 20, lines: 2 })
})

test('quiet stretches are played in ten seconds or in full, and any position leads back to its time', () => {
  const hour = 3_600_000
  const events = [0, 1000, 1000 + hour, 2000 + hour].map((ms, index) => ({
    ...EVENTS[index]!,
    type: 'note.added',
    recordedAt: new Date(ms).toISOString(),
  })) as typeof EVENTS
  const times = timesOf(events)
  const short = playedAxis(events, times, true)
  expect(short.lengthMs).toBe(1000 + SHOWN_QUIET_MS + 1000)
  expect(short.quiet).toEqual([{ fromMs: 1000, toMs: 1000 + hour }])
  expect(hour).toBeGreaterThan(QUIET_MS)
  expect(playedAxis(events, times, false).lengthMs).toBe(2000 + hour)
  for (const axis of [short, playedAxis(events, times, false)])
    for (const ms of [0, 500, 1000, 60_000, 1000 + hour, 1500 + hour, 2000 + hour])
      expect(axis.toReal(axis.toPlayed(ms))).toBeCloseTo(ms, 3)
  expect(short.toPlayed(-5)).toBe(0)
  expect(short.toReal(1e12)).toBe(2000 + hour)
})

test('a record of one entry has a length of nothing and can be looked at', () => {
  const axis = playedAxis(EVENTS.slice(0, 1), TIMES.slice(0, 1), true)
  expect([axis.lengthMs, axis.toReal(0), axis.toPlayed(TIMES[0]!)]).toEqual([0, TIMES[0], 0])
})

test('one can jump to starts, breaches, decisions and the rollback', () => {
  const kinds = projectMarks(EVENTS, TIMES, new Map()).map(({ kind }) => kind)
  for (const kind of ['deploy', 'breach', 'rollback', 'go']) expect(kinds).toContain(kind)
})
