/** What the window knows while it replays: the same store as live, filled from the record up to a moment. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Results } from '../../../shared/contract/results.ts'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import { selectOpenAttempts, selectOpenRehearsals, selectOpenRuns } from '../../../shared/domain/steps.ts'
import type { AttemptId } from '../../../shared/ids.ts'
import type { Moment } from '../../../shared/replay/moments.ts'
import { type Recording, type ReplayClient, replayClient } from '../../../shared/replay/replay-client.ts'
import { RewindableFold } from '../../../shared/replay/rewindable-fold.ts'
import type { Cockpit, CockpitState, OutputHead } from '../cockpit-store.ts'
import { ReplaySamples } from './replay-samples.ts'

const initial = (hello: Results['hello'] | undefined): CockpitState => ({
  connection: { state: 'connected', detail: 'replay', sinceMs: 0 },
  ...(hello ? { hello } : {}),
  events: [],
  heads: {},
  gates: {},
  sides: {},
  judges: {},
  series: {},
  coarseToMs: {},
  whys: {},
  nowMs: 0,
  rewinds: 0,
})

const running = (state: ReleaseState): AttemptId[] =>
  [...selectOpenRuns(state), ...selectOpenRehearsals(state)].flatMap((run) =>
    selectOpenAttempts(state, run).map(({ id }) => id),
  )

function headsNow(client: ReplayClient, before: CockpitState['heads'], ms: number): CockpitState['heads'] {
  const found = client.attemptsKnown().map((attempt): [string, OutputHead] => {
    const head = client.knownHead(attempt)!
    const held = before[attempt]
    return [attempt, held?.bytes === head.bytes && held.atMs <= ms ? held : { ...head, atMs: ms }]
  })
  return Object.fromEntries(found)
}

export type ReplayCockpit = Cockpit & {
  fold: RewindableFold
  show(moment: Moment): void
  /** Why something of the record cannot be shown now. */
  problem(): string | undefined
}

export function createReplayCockpit(
  recording: Recording,
  times: readonly number[],
  hello: Results['hello'] | undefined,
  onRefused: (sentence: string) => void,
): ReplayCockpit {
  const store: StoreApi<CockpitState> = createStore<CockpitState>()(() => initial(hello))
  const fold = new RewindableFold(recording.events)
  let moment: Moment = { count: 0, ms: times[0]! }
  let outputProblem: string | undefined
  const client = replayClient({ recording, moment: () => moment, hello: () => hello, onRefused })
  const samples = new ReplaySamples(recording, times, () => refresh())

  /** What is pulled: the output of what runs at the moment, and samples. */
  const refresh = () =>
    store.setState(({ heads }) => ({
      heads: headsNow(client, heads, moment.ms),
      series: samples.upTo(moment.ms),
      coarseToMs: { ...samples.coarseToMs },
    }))

  const learn = (state: ReleaseState | undefined) => {
    const known = client.attemptsKnown()
    for (const attempt of state ? running(state) : [])
      if (!known.includes(attempt))
        client.timesOf(attempt).then(
          () => refresh(),
          (problem: Error) => {
            outputProblem = problem.message
          },
        )
  }

  return {
    store,
    client,
    fold,
    problem: () => samples.problem ?? outputProblem,
    show(next) {
      const isBack = next.ms < moment.ms || next.count < moment.count
      const before = store.getState()
      moment = next
      const release = fold.stateAt(next.count)
      const isSame = before.events.length === next.count && before.release !== undefined
      store.setState({
        ...(release ? { release } : {}),
        events: isSame ? before.events : recording.events.slice(0, next.count),
        nowMs: next.ms,
        rewinds: (before.rewinds ?? 0) + (isBack ? 1 : 0),
        heads: headsNow(client, before.heads, next.ms),
        series: samples.upTo(next.ms),
      })
      learn(release)
    },
    refreshReleases: async () => {},
    open: async () => {},
    leave: () => {},
    loadSamples: (environment) => samples.load(environment),
    loadStretch: (environment, fromMs, toMs) => samples.loadStretch(environment, fromMs, toMs),
    close() {},
  }
}
