/** The engine of one ledger file: one `ReleaseEngine` per release in use, metrics of what is watched, checkpoints, gaps. */

import type { JudgeView } from '../../shared/analysis/judge/judge-view.ts'
import type { Measurement } from '../../shared/analysis/measurement/classify.ts'
import type { GateView } from '../../shared/analysis/measurement/gate.ts'
import type { FeedMessage } from '../../shared/contract/client.ts'
import type { LedgerTrouble } from '../../shared/contract/ledger-trouble.ts'
import type { BurnStatus } from '../../shared/contract/results.ts'
import { isArmed } from '../../shared/domain/decisions/interlocks.ts'
import { selectOpenDecisions } from '../../shared/domain/decisions/select-decisions.ts'
import { isRehearsalId } from '../../shared/domain/rehearsal/rehearsal-state.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { selectOpenRuns, selectUnfinished } from '../../shared/domain/steps.ts'
import type { SideView } from '../../shared/domain/strategies/sides.ts'
import { selectRunningValidation } from '../../shared/domain/validation/period.ts'
import { mapFreeText } from '../../shared/events/free-text.ts'
import type { CockpitEvent, PayloadOf, RecordedEvent } from '../../shared/events/index.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import type { EventStore, ReleaseSummary } from '../ports/event-store.ts'
import type { LateJournals } from '../ports/late-journal.ts'
import type { MetricSource } from '../ports/metric-source.ts'
import type { SampleStore, Series } from '../ports/sample-store.ts'
import { appendCheckpoint, asksForCheckpoint, CHECKPOINT_INTERVAL_MS } from './checkpoints.ts'
import { connectionEvent } from './connections.ts'
import { refreshEmergency } from './emergency.ts'
import { evidenceOf } from './evidence.ts'
import { createLateStore, type LateStore } from './late-store.ts'
import { type LedgerWatch, watchLedger } from './ledger-watch.ts'
import { createCoverageCount } from './measure-coverage.ts'
import { createMetricLoop, type MetricLoop } from './metric-loop.ts'
import type { EnginePorts } from './ports.ts'
import { createEmergencyPrinter } from './print-emergency.ts'
import { createReleaseEngine, type ReleaseEngine } from './release-engine.ts'
import { openReleaseLedger } from './release-ledger.ts'
import { createSideWatch } from './side-watch.ts'
import { clockNews } from './source-clock.ts'
import { checkedClock, type TimeWatch, watchTime } from './watch-time.ts'

export type AllPorts = EnginePorts & { metrics: MetricSource; samples: SampleStore }

/** What the engine is given: the ledger file as it is, and where to record while it cannot be written. */
export type OutsidePorts = Omit<AllPorts, 'store'> & { store: EventStore; late: LateJournals; isFull?: boolean }

export interface Engine {
  /** The ledger, with what is only in late journals yet. */
  readonly store: LateStore
  /** The engine of a release that has a chain; undefined for one that has none. */
  find(release: ReleaseId): Promise<ReleaseEngine | undefined>
  /** The state of a release that is in use here; undefined for one that would have to be folded first. */
  stateOf(release: ReleaseId): ReleaseState | undefined
  /** Creates the chain of a new release with its genesis. */
  create(release: ReleaseId, genesis: CockpitEvent): Promise<ReleaseEngine>
  /** Measures an environment of a release, with or without a run. Returns the names of what is measured. */
  watchMetrics(release: ReleaseEngine, environment: string): string[]
  /** What the sources of an environment's metrics say now; empty where nothing is measured. */
  metricHealth(release: ReleaseId, environment: string): { metric: string; why?: string }[]
  /** The burn-rate triggers of an environment that is measured. */
  burning(release: ReleaseId, environment: string): BurnStatus[]
  /** Takes up every release that was left with an open run. */
  resume(): Promise<void>
  hasOpenRuns(): boolean
  /** Resolves when what was looked at for the end of a run is recorded, and what it told was sent once. */
  settle(): Promise<void>
  /** What keeps the ledger from being written now, if anything. */
  trouble(): LedgerTrouble | undefined
  onFeed(listener: (message: FeedMessage) => void): () => void
  close(): void
}

const knownHealth = (state: ReleaseState, environment: string) =>
  Object.fromEntries(
    Object.entries(state.metrics).flatMap(([key, health]) =>
      key.startsWith(`${environment}/`) ? [[key.slice(environment.length + 1), health]] : [],
    ),
  )

/** Several metrics of one server find out the same. */
const isSaid = (state: ReleaseState, { environment, source, aheadMs }: PayloadOf<'source.clock-differs'>): boolean =>
  clockNews(state.sourceClocks?.[`${environment}/${source}`] ?? 0, { source, aheadMs }) === undefined

/** What a source says may name what it was asked with. */
const hiddenGate = (view: GateView, hide: (text: string) => string): GateView => ({
  ...view,
  metrics: view.metrics.map((each) => ({ ...each, words: hide(each.words) })),
})

const hiddenSides = (sides: SideView[], hide: (text: string) => string): SideView[] =>
  sides.map((each) => mapFreeText(each, hide) as SideView)

const hiddenJudge = (view: JudgeView, hide: (text: string) => string): JudgeView => ({
  ...view,
  words: hide(view.words),
  metrics: view.metrics.map((each) => ({ ...each, words: hide(each.words) })),
})

const validatedFrom = (state: ReleaseState, environment: string, nowMs: number): { validatedFromMs?: number } => {
  const period = selectRunningValidation(state, nowMs)
  return period?.environment === environment ? { validatedFromMs: period.fromMs } : {}
}

/** A spool is rarely older than the releases somebody still works on. */
const MOST_RELEASES_LOOKED_AT = 20

/** Between releases that are only validated, and before the first: each is some 100 ms of reading. */
const UNTIL_VALIDATED_MS = 3000

export function createEngine(outside: OutsidePorts): Engine {
  let time: TimeWatch | undefined
  const checkTime = () => time?.check()
  const clock = checkedClock(outside.clock, checkTime)
  const engines = new Map<ReleaseId, Promise<ReleaseEngine>>()
  const ready = new Map<ReleaseId, ReleaseEngine>()
  const listeners = new Set<(message: FeedMessage) => void>()
  const measured = new Set<(series: Series, measurement: Measurement) => void>()
  const publish = (message: FeedMessage) => {
    for (const listener of listeners) listener(message)
  }
  const startedMs = clock.nowMs()
  let isClosed = false
  const trouble = (): LedgerTrouble | undefined => watch.trouble() ?? standing()
  /** What does not pass while this process lives. */
  const standing = (): LedgerTrouble | undefined => {
    if (outside.standIn) return { kind: 'stand-in', sinceMs: startedMs, message: outside.standIn.message }
    const message = store.kept.map(({ file, reason }) => `${file}: ${reason}`).join(' ')
    return message ? { kind: 'late-kept', sinceMs: startedMs, message } : undefined
  }
  const tell = () => publish({ kind: 'ledger', ...(trouble() ? { trouble: trouble() } : {}) })
  const watch: LedgerWatch = watchLedger({
    store: outside.store,
    disk: outside.disk,
    clock,
    isFull: outside.isFull ?? false,
    late: () => store.lateReleases().flatMap((release) => store.lateOf(release)?.file() ?? []),
    bringIn() {
      for (const release of store.lateReleases()) ready.get(release)?.bringIn()
    },
    onTrouble: tell,
    onEnded({ kind, sinceMs: fromMs, untilMs: toMs, message: reason }) {
      for (const engine of ready.values())
        void engine.report({ type: 'ledger.trouble-ended', payload: { kind, fromMs, toMs, reason } })
    },
  })
  const store = createLateStore({
    store: watch.store,
    journals: outside.late,
    nowMs: clock.nowMs,
    journalId: outside.ids.nonce,
    onChange: () => watch.tell(),
  })
  const ports: AllPorts = { ...outside, clock, store }
  const printer = createEmergencyPrinter(ports)

  const loop: MetricLoop = createMetricLoop({
    clock: ports.clock,
    source: ports.metrics,
    samples: ports.samples,
    checkTime,
    onMeasured: (series, measurement) => {
      for (const listener of [...measured]) listener(series, measurement)
    },
    onSamples: (series, samples, why) =>
      publish({
        kind: 'samples',
        ...series,
        samples,
        ...(why === undefined ? {} : { why: why && ports.secrets.hide(why) }),
      }),
    onTransition: ({ release }, event) => {
      const engine = ready.get(release)
      if (event.type === 'source.clock-differs' && engine && isSaid(engine.state(), event.payload)) return
      if (event.type === 'trigger.fired') engine?.fired(event.payload)
      else engine?.record([event])
    },
    onSealed: ({ release }, payload) => void ready.get(release)?.record([{ type: 'samples.sealed', payload }]),
  })

  const sides = createSideWatch({
    clock: ports.clock,
    observeLive: ports.observeLive,
    observeInstances: ports.observeInstances,
    state: (release) => ready.get(release)?.state(),
    onSeen: (release, environment, seen) =>
      publish({ kind: 'sides', release, environment, sides: hiddenSides(seen, ports.secrets.hide) }),
    record: (release, events) => safely(() => ready.get(release)?.record(events)),
  })

  const watchMetrics = (engine: ReleaseEngine, environment: string): string[] => {
    const { release, folder } = engine.state()
    const run = selectOpenRuns(engine.state(), environment).at(-1)
    const definition = run?.definition ?? engine.state().definition
    if (!definition || engine.state().closed) return []
    for (const other of loop.watched())
      if (other.release === release && other.environment !== environment) loop.unwatch(release, other.environment)
    const { base, variables, secrets } = run
      ? engine.contexts.of(run.id)
      : ports.variables.resolve({ definition, folder, environment, inputs: {} })
    const known = { ...base, ...variables, ...secrets }
    sides.keepOnly(release, environment)
    sides.watch({ release, environment, services: definition.services, variables: known, folder })
    return loop.watch({
      release,
      environment,
      metrics: definition.metrics,
      variables: known,
      folder,
      runId: run?.id,
      ...validatedFrom(engine.state(), environment, clock.nowMs()),
      triggers: definition.triggers,
      triggerFacts: {
        known: (id) => engine.state().triggers?.[`${environment}/${id}`],
        isArmed: (trigger) => isArmed(engine.state(), environment, trigger),
      },
      known: knownHealth(engine.state(), environment),
    })
  }

  const unwatch = (release: ReleaseId) => {
    for (const each of loop.watched()) if (each.release === release) loop.unwatch(release, each.environment)
    sides.keepOnly(release, '')
  }

  const onChange = (engine: ReleaseEngine, events: RecordedEvent[]) => {
    refreshEmergency(engine.state(), events, ports)
    printer.refresh(engine.state, events)
    const started = events.find((event) => event.type === 'run.started')
    if (started) watchMetrics(engine, started.payload.environment)
    for (const { type, payload } of events) {
      if (type !== 'run.finished' || isRehearsalId(payload.runId)) continue
      const { release, runs } = engine.state()
      sides.lookAfter(release, runs[payload.runId]!.environment, payload.runId)
      const { validatedFromMs } = validatedFrom(engine.state(), runs[payload.runId]!.environment, clock.nowMs())
      if (validatedFromMs !== undefined) loop.validateFrom(release, runs[payload.runId]!.environment, validatedFromMs)
    }
    const amended = events.find((event) => event.type === 'run.amended')
    const run = amended && engine.state().runs[amended.payload.runId]
    if (run) watchMetrics(engine, run.environment)
    if (events.some(({ type }) => type === 'release.closed')) unwatch(engine.state().release)
    if (asksForCheckpoint(events)) sign(engine, started !== undefined)
  }

  /** A signature may wait for the process that a start asks for, no process for a signature. */
  const sign = (engine: ReleaseEngine, isStart: boolean) => {
    if (!isStart) safely(() => appendCheckpoint(engine, ports))
    else
      ports.clock.after(0, () => {
        if (!isClosed) safely(() => appendCheckpoint(engine, ports))
      })
  }

  const safely = (work: () => unknown) => {
    try {
      work()
    } catch (error) {
      ports.log('error', 'The ledger could not be written; what runs goes on.', { error: String(error) })
    }
  }

  const open = async (release: ReleaseId, genesis?: CockpitEvent): Promise<ReleaseEngine> => {
    const ledger = openReleaseLedger(
      ports.store,
      ports.clock,
      release,
      (id, events) => publish({ kind: 'events', release: id, events }),
      ports.secrets.hide,
    )
    if (genesis) ledger.append([genesis], { actor: { kind: 'cockpit' } })
    const engine: ReleaseEngine = createReleaseEngine(ledger, ports, {
      onChange: (_, events) => onChange(engine, events),
      checkTime,
      onMeasured(environment, listener) {
        const own = (series: Series, measurement: Measurement) => {
          if (series.release === release && series.environment === environment) listener(series.metric, measurement)
        }
        measured.add(own)
        return () => measured.delete(own)
      },
      showGate: (attempt, view) =>
        publish({ kind: 'gate', release, attempt, view: hiddenGate(view, ports.secrets.hide) }),
      showJudge: (attempt, view) =>
        publish({ kind: 'judge', release, attempt, view: hiddenJudge(view, ports.secrets.hide) }),
      samplesOf(environment, metric, fromMs, toMs) {
        try {
          return ports.samples.read({ release, environment, metric }, fromMs, toMs)
        } catch (error) {
          ports.log('error', `Samples of ${metric} cannot be read.`, { error: String(error) })
          return []
        }
      },
      evidenceOf: ({ environment, triggerId }) => evidenceOf(loop, release, environment, triggerId, clock.nowMs()),
    })
    ready.set(release, engine)
    const environment =
      selectOpenRuns(ledger.state()).at(-1)?.environment ??
      selectOpenDecisions(ledger.state())[0]?.environment ??
      selectRunningValidation(ledger.state(), clock.nowMs())?.environment
    if (environment) watchMetrics(engine, environment)
    await engine.resume()
    return engine
  }

  const opened = (release: ReleaseId, genesis?: CockpitEvent) => {
    const known = engines.get(release) ?? open(release, genesis)
    engines.set(release, known)
    return known
  }

  const stopHeads = ports.importer.onHead(({ attempt, bytes, lines }) =>
    publish({ kind: 'output', attempt, headBytes: bytes, headLines: lines }),
  )
  const stopSealed = ports.importer.onSealed((sealed) => {
    for (const engine of ready.values()) if (engine.state().attempts[sealed.attempt]) engine.sealOutput(sealed)
  })
  const stopErrors = ports.importer.onError((attempt, sentence) => ports.log('error', sentence, { attempt }))
  const stopConnections = ports.runner.onConnection?.((attempt, change) => {
    for (const engine of ready.values()) {
      const event = connectionEvent(engine.state(), attempt, change, ports.clock.nowMs())
      if (event) safely(() => engine.record([event]))
    }
  })
  const hasOpenRuns = () => [...ready.values()].some((engine) => selectUnfinished(engine.state()).length > 0)
  const recordTime = (event: CockpitEvent) => {
    for (const engine of ready.values())
      if (selectUnfinished(engine.state()).length > 0) safely(() => engine.record([event]))
  }
  time = watchTime(outside.clock, {
    onGap(gap) {
      loop.forgetPending()
      recordTime({ type: 'engine.gap', payload: gap })
    },
    onMoved: (byMs) => recordTime({ type: 'clock.moved', payload: { byMs } }),
    onTick() {
      if (hasOpenRuns()) safely(() => ports.store.guard())
      safely(watch.check)
      void openThoseWithSpools()
    },
  })
  const stopTime = () => time?.stop()
  safely(watch.check)
  const countCoverage = createCoverageCount(ports, () => isClosed)
  let stopValidated = () => {}
  let stopCheckpoints = ports.clock.after(CHECKPOINT_INTERVAL_MS, function again() {
    for (const engine of ready.values()) {
      void countCoverage(engine)
      safely(() => appendCheckpoint(engine, ports))
    }
    stopCheckpoints = ports.clock.after(CHECKPOINT_INTERVAL_MS, again)
  })

  /** Opening a release stores what it left in spools. Which one a spool belongs to only its fold tells: the last used come first. */
  const openThoseWithSpools = async () => {
    const left = new Set(ports.runner.known().filter((attempt) => ports.runner.leftSpool(attempt) !== 'none'))
    if (left.size === 0) return
    const rows = store.releases().toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))
    for (const { release } of rows.slice(0, MOST_RELEASES_LOOKED_AT)) {
      if (left.size === 0 || isClosed) return
      const { attempts } = (await opened(release)).state()
      for (const attempt of left) if (attempts[attempt]) left.delete(attempt)
    }
  }

  /** One after the other, once whoever started the cockpit sees something: what nobody watched so far is asked of the sources afterwards anyway. */
  const watchValidated = (releases: ReleaseId[]) => {
    const [next, ...others] = releases
    if (next === undefined) return
    stopValidated = ports.clock.after(UNTIL_VALIDATED_MS, () => {
      void opened(next).finally(() => watchValidated(others))
    })
  }

  return {
    store,
    find: (release) =>
      engines.has(release) || ports.store.head(release) ? opened(release) : Promise.resolve(undefined),
    stateOf: (release) => ready.get(release)?.state(),
    create: (release, genesis) => opened(release, genesis),
    watchMetrics,
    metricHealth: (release, environment) =>
      loop
        .health()
        .filter((each) => each.release === release && each.environment === environment)
        .map(({ metric, reason }) => ({
          metric,
          ...(reason === undefined ? {} : { why: ports.secrets.hide(reason) }),
        })),
    burning: (release, environment) =>
      loop.burning(release, environment).map(({ metric, trigger, reading, id, isFired, isArmed }) => ({
        triggerId: id,
        metric: metric.name,
        title: metric.title,
        severity: trigger.severity,
        objective: trigger.burnRate!.objective,
        isFired,
        isArmed,
        ...reading,
      })),
    async resume() {
      const isLeft = (row: ReleaseSummary) =>
        store.lateOf(row.release) ||
        Number(row.summary.openRuns ?? 0) +
          Number(row.summary.openDecisions ?? 0) +
          Number(row.summary.openNotices ?? 0) >
          0
      const isValidated = ({ summary }: ReleaseSummary) => Number(summary.validatedUntilMs ?? 0) > clock.nowMs()
      const rows = store.releases()
      await Promise.all(rows.filter(isLeft).map((row) => opened(row.release)))
      watchValidated(rows.filter((row) => !isLeft(row) && isValidated(row)).map(({ release }) => release))
      safely(watch.check)
      void openThoseWithSpools()
    },
    hasOpenRuns,
    settle: async () => {
      await Promise.all([sides.settle(), ...[...ready.values()].map((engine) => engine.settleNotices())])
    },
    trouble,
    onFeed(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      isClosed = true
      stopValidated()
      for (const stop of [stopHeads, stopSealed, stopErrors, stopTime, stopCheckpoints]) stop()
      stopConnections?.()
      loop.close()
      sides.close()
      printer.close()
      for (const engine of ready.values()) {
        safely(() => appendCheckpoint(engine, ports))
        engine.close()
      }
    },
  }
}
