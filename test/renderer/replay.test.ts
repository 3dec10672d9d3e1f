/** The window's store while it replays: what every view draws from. */
import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Session } from '../../renderer/state/context.tsx'
import { openRemarkShelf } from '../../renderer/state/replay/remark-shelf.ts'
import { createReplay } from '../../renderer/state/replay/replay.ts'
import { createUiStore } from '../../renderer/state/ui-store.ts'
import { foldEntries } from '../../shared/domain/evolve.ts'
import { EVENTS, RELEASE, sourceOf } from '../shared/replay/recorded.ts'
import { until } from '../support/until.ts'

const attempt = EVENTS.flatMap((event) => (event.type === 'step.spawned' ? [event.payload.attemptId] : []))[0]!
const spawned = EVENTS.findIndex((event) => event.type === 'step.spawned')
const startMs = Date.parse(EVENTS[spawned]!.recordedAt)

async function player(events = EVENTS) {
  const source = sourceOf(
    {
      [attempt]: {
        text: 'one\ntwo\n',
        times: [
          [startMs + 10, 4, 1],
          [startMs + 20, 8, 2],
        ],
      },
    },
    [
      [startMs, 0.1, 5],
      [startMs + 25, 0.2, 5],
    ],
  )
  const live = { cockpit: { store: createStore(() => ({})) }, ui: createUiStore(undefined) } as unknown as Session
  const wish = {
    about: { kind: 'release' as const },
    recording: { release: RELEASE, events, source },
    ledgerId: 'l',
  }
  const made = createReplay(wish, live)
  await until(() => made.replay.store.getState().read === 1 || made.replay.store.getState().broken, 'the record')
  return made
}

const picture = ({ cockpit }: Session) => {
  const { release, events, nowMs, heads, series } = cockpit.store.getState()
  return structuredClone({ release, seqs: events.map(({ seq }) => seq), nowMs, heads, series })
}

test('every view sees the entries, the state, the output and the samples of the moment, forward and back alike', async () => {
  const { session, replay } = await player()
  await session.cockpit.client.call('output.head', { attempt })
  await session.cockpit.loadSamples('staging')
  const times = [startMs + 5, startMs + 15, startMs + 30, startMs + 90_000]
  const seen = times.map((ms) => {
    replay.seek(ms)
    return picture(session)
  })
  // By the last moment the record itself vouches for 210 bytes.
  expect(seen.map(({ heads }) => heads[attempt]?.bytes)).toEqual([0, 4, 8, 210])
  expect(seen.map(({ series }) => series['staging/error-rate']?.length)).toEqual([1, 1, 2, 2])
  for (const { release, seqs } of seen) expect(release).toEqual(foldEntries(EVENTS.slice(0, seqs.length)))
  const back = times.toReversed().map((ms) => {
    replay.seek(ms)
    return picture(session)
  })
  for (const [index, each] of back.toReversed().entries()) {
    const { heads: _, ...rest } = seen[index]!
    expect(each).toMatchObject(rest)
    expect(each.heads[attempt]?.bytes).toBe(seen[index]!.heads[attempt]?.bytes)
  }
  replay.close()
})

test('going back makes pulled output void, going on does not', async () => {
  const { session, replay } = await player()
  const rewinds = () => session.cockpit.store.getState().rewinds
  replay.seek(startMs)
  const before = rewinds()
  replay.seek(startMs + 1000)
  expect(rewinds()).toBe(before)
  replay.seek(startMs + 500)
  expect(rewinds()).toBe(before! + 1)
  replay.close()
})

test('jumps lead through the events in order and back, and end at the ends of the record', async () => {
  const { replay } = await player()
  const { store, marks, times } = replay
  replay.seek(times[0]!)
  const forth = marks.map(() => {
    replay.jump(1)
    return store.getState().moment.count
  })
  expect(forth).toEqual(marks.map(({ seq }) => EVENTS.findIndex((event) => event.seq === seq) + 1))
  replay.jump(1)
  expect(store.getState().moment.count).toBe(EVENTS.length)
  for (const count of forth.toReversed()) {
    replay.jump(-1)
    expect(store.getState().moment.count).toBe(count)
  }
  replay.jump(-1)
  expect(store.getState().moment.count).toBe(1)
  replay.close()
})

test('a record that cannot be folded says where it ends, and the window stays', async () => {
  const { session, replay } = await player(EVENTS.slice(1))
  expect(replay.store.getState().broken).toMatch(/cannot be shown from entry 2 on: The ledger begins with/)
  replay.seekEntry(30)
  replay.jump(1)
  expect(session.cockpit.store.getState().release).toBeUndefined()
  replay.close()
})

test('remarks beside a record outlive the window, and a storage that holds something else loses nobody anything', () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
  }
  const open = () => openRemarkShelf(storage as unknown as Storage, 'l')
  const remark = {
    text: 'Late',
    aboutSeq: 3,
    aboutHash: 'a'.repeat(64),
    aboutMs: 1,
    by: 'Ada',
    writtenAt: new Date(0).toISOString(),
  }
  open().setState({ remarks: [remark] })
  expect(open().getState().remarks).toEqual([remark])
  kept.set('release-cockpit-remarks/l', '{"not":"a list"}')
  expect(open().getState().remarks).toEqual([])
  kept.set('release-cockpit-remarks/l', 'no JSON')
  expect(open().getState().remarks).toEqual([])
})
