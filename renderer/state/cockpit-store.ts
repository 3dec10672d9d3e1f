/** What the window knows: the fold of one release's events, output heads, samples; no view state. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { JudgeView } from '../../shared/analysis/judge/judge-view.ts'
import type { GateView } from '../../shared/analysis/measurement/gate.ts'
import type { CockpitClient, FeedMessage } from '../../shared/contract/client.ts'
import { type FollowedRelease, followRelease } from '../../shared/contract/follow-release.ts'
import type { MachineFact, ReleaseListItem, Results, Sample } from '../../shared/contract/results.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { type SideView, sideKey } from '../../shared/domain/strategies/sides.ts'
import type { RecordedEvent } from '../../shared/events/index.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import type { Finding } from '../../shared/runbook/model.ts'
import { messageOf } from './message-of.ts'

/** `atMs` is when it was pushed. */
export type OutputHead = { bytes: number; lines: number; atMs: number }

export type CockpitState = {
  connection: { state: 'connected' | 'lost'; detail: string; sinceMs: number }
  hello?: Results['hello']
  releases?: ReleaseListItem[]
  machine?: MachineFact[]
  release?: ReleaseState
  /** The release whose record is being read, as long as nothing of it is shown. */
  opening?: ReleaseId
  /** Every entry of the open release, oldest first. */
  events: readonly RecordedEvent[]
  heads: Readonly<Record<string, OutputHead>>
  /** How open gates stand, as pushed. */
  gates: Readonly<Record<string, GateView>>
  /** `environment/service/side` → what was seen last, as pushed. */
  sides: Readonly<Record<string, SideView>>
  /** How open steps that judge a canary stand, as pushed. */
  judges: Readonly<Record<string, JudgeView>>
  /** `environment/metric` → samples, oldest first. */
  series: Readonly<Record<string, readonly Sample[]>>
  /** `environment/metric` → the newest instant that was read decimated: up to it gaps are told by missing values alone. */
  coarseToMs: Readonly<Record<string, number>>
  /** `environment/metric` → what its source says of the newest value, or of why there is none. */
  whys: Readonly<Record<string, string | null>>
  /** What earlier runs say of the steps of this release, over so many releases of its product. */
  earlier?: Results['history.steps']
  /** The folder that was opened last and what was found in it. */
  opened?: { folder: string; findings: Finding[]; isOpen: boolean }
  nowMs: number
  /** How often a replay went back: what was pulled before then is void. */
  rewinds?: number
}

/** Four hours of one-second samples and some more: what the widest axis of a release night shows. */
const KEPT_SAMPLES = 20_000
const READ_POINTS = 16_000
const HISTORY_MS = 4 * 3_600_000

export type Cockpit = {
  store: StoreApi<CockpitState>
  client: CockpitClient
  open(release: ReleaseId): Promise<void>
  leave(): void
  /** Asks for the samples already recorded of an environment: of four hours, or since `sinceMs` when that is longer ago. */
  loadSamples(environment: string, sinceMs?: number): Promise<void>
  /** Asks for a stretch of what was read decimated. */
  loadStretch(environment: string, fromMs: number, toMs: number): Promise<void>
  refreshReleases(): Promise<void>
  close(): void
}

const initial = (nowMs: number): CockpitState => ({
  connection: { state: 'connected', detail: '', sinceMs: nowMs },
  events: [],
  heads: {},
  gates: {},
  sides: {},
  judges: {},
  series: {},
  coarseToMs: {},
  whys: {},
  nowMs,
})

/** Merges by time: what is read later may overlap what was pushed meanwhile. */
export function mergeSamples(held: readonly Sample[], arrived: readonly Sample[]): Sample[] {
  const first = arrived[0]
  if (!first) return [...held]
  if (held.length === 0 || held.at(-1)![0] < first[0]) return [...held, ...arrived].slice(-KEPT_SAMPLES)
  const byTime = new Map([...held, ...arrived].map((sample) => [sample[0], sample]))
  return [...byTime.values()].toSorted((a, b) => a[0] - b[0]).slice(-KEPT_SAMPLES)
}

/** `opening`: what is going to be opened at once, so that nothing else is shown before. */
export function createCockpit(client: CockpitClient, clock: () => number, opening?: ReleaseId): Cockpit {
  const store = createStore<CockpitState>()(() => ({ ...initial(clock()), opening }))
  let followed: FollowedRelease | undefined
  let ends: (() => void)[] = []

  const receive = (message: FeedMessage) => {
    const { release, heads, series, hello } = store.getState()
    if (message.kind === 'ledger' && hello) store.setState({ hello: { ...hello, trouble: message.trouble } })
    if (message.kind === 'output') {
      const head = { bytes: message.headBytes, lines: message.headLines, atMs: clock() }
      store.setState({ heads: { ...heads, [message.attempt]: head } })
    }
    if (message.kind === 'gate' && message.release === release?.release)
      store.setState(({ gates }) => ({ gates: { ...gates, [message.attempt]: message.view } }))
    if (message.kind === 'sides' && message.release === release?.release) {
      const seen = message.sides.map((side) => [sideKey(message.environment, side), side] as const)
      store.setState(({ sides }) => ({ sides: { ...sides, ...Object.fromEntries(seen) } }))
    }
    if (message.kind === 'judge' && message.release === release?.release)
      store.setState(({ judges }) => ({ judges: { ...judges, [message.attempt]: message.view } }))
    if (message.kind === 'samples' && message.release === release?.release) {
      const key = `${message.environment}/${message.metric}`
      store.setState({ series: { ...series, [key]: mergeSamples(series[key] ?? [], message.samples) } })
      if (message.why !== undefined) store.setState(({ whys }) => ({ whys: { ...whys, [key]: message.why ?? null } }))
    }
  }

  const refreshReleases = async () => {
    store.setState({ releases: await client.call('releases.list', {}) })
  }

  let connections = 0
  /** The first connection is told twice, by being there and as an event: one of them asks for the rest. */
  const connected = async () => {
    const own = ++connections
    const hello = await client.call('hello', {})
    const { unopened } = hello
    // Said once: what a person opened since is newer.
    store.setState(({ opened }) => ({ hello, opened: opened ?? (unopened && { ...unopened, isOpen: false }) }))
    if (own !== connections) return
    await Promise.all([refreshReleases(), followed?.caughtUp()])
  }

  const lost = (problem: unknown) =>
    store.setState({ connection: { state: 'lost', detail: messageOf(problem), sinceMs: clock() } })

  const readSamples = async (environment: string, fromMs: number, toMs: number, isWanted = (_: string) => true) => {
    const { release } = store.getState()
    for (const metric of release?.definition?.metrics ?? []) {
      const key = `${environment}/${metric.name}`
      if (!release || !isWanted(key)) continue
      const params = { release: release.release, environment, metric: metric.name, fromMs, toMs, points: READ_POINTS }
      const { samples, isDecimated } = await client.call('samples.read', params)
      store.setState(({ series, coarseToMs }) => ({
        series: { ...series, [key]: mergeSamples(samples, series[key] ?? []) },
        coarseToMs: isDecimated ? { ...coarseToMs, [key]: Math.max(toMs, coarseToMs[key] ?? 0) } : coarseToMs,
      }))
    }
  }

  const leave = () => {
    followed?.close()
    followed = undefined
    store.setState({
      release: undefined,
      events: [],
      heads: {},
      gates: {},
      sides: {},
      judges: {},
      series: {},
      whys: {},
      earlier: undefined,
    })
  }

  ends = [
    client.onFeed(receive),
    client.onConnection((state, detail) => {
      store.setState({ connection: { state, detail, sinceMs: clock() } })
      if (state === 'connected') void connected().catch(lost)
    }),
  ]
  void connected().catch(lost)

  return {
    store,
    client,
    refreshReleases,
    leave,
    async open(release) {
      if (store.getState().release?.release !== release) {
        leave()
        store.setState({ opening: release })
      }
      followed ??= followRelease(client, release, {
        onState: (state, fresh) => store.setState(({ events }) => ({ release: state, events: [...events, ...fresh] })),
        onRestart: () => store.setState({ events: [] }),
        onProblem: lost,
      })
      try {
        await followed.caughtUp()
      } finally {
        if (store.getState().opening === release) store.setState({ opening: undefined })
      }
    },
    async loadSamples(environment, sinceMs = Number.POSITIVE_INFINITY) {
      const toMs = clock()
      await readSamples(environment, Math.min(toMs - HISTORY_MS, sinceMs), toMs)
    },
    async loadStretch(environment, fromMs, toMs) {
      const { coarseToMs } = store.getState()
      await readSamples(environment, fromMs, toMs, (key) => (coarseToMs[key] ?? Number.NEGATIVE_INFINITY) >= fromMs)
    },
    close() {
      for (const end of ends) end()
      followed?.close()
    },
  }
}
