/** The engine of one ledger file, put together: releases in use, what is watched for them, checkpoints, time. */

import type { FeedMessage } from '../../shared/contract/client.ts'
import type { LedgerTrouble } from '../../shared/contract/ledger-trouble.ts'
import type { BurnStatus, Sample } from '../../shared/contract/results.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { selectUnfinished } from '../../shared/domain/steps.ts'
import { COCKPIT } from '../../shared/events/envelope.ts'
import type { CockpitEvent, RecordedEvent } from '../../shared/events/index.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import type { Series } from '../ports/sample-store.ts'
import { appendCheckpoint, asksForCheckpoint, CHECKPOINT_INTERVAL_MS } from './checkpoints.ts'
import { refreshEmergency } from './emergency.ts'
import { createEnvironmentWatch } from './environment-watch.ts'
import { createFeed } from './feed.ts'
import { followAttempts } from './follow-attempts.ts'
import type { LateStore } from './late-store.ts'
import { openLedgerFile } from './ledger-file.ts'
import { createCoverageCount } from './measure-coverage.ts'
import { createOpenReleases } from './open-releases.ts'
import type { AllPorts, OutsidePorts } from './ports.ts'
import { createEmergencyPrinter } from './print-emergency.ts'
import { createReleaseEngine, type ReleaseEngine } from './release-engine.ts'
import { openReleaseLedger } from './release-ledger.ts'
import { createSafely } from './safely.ts'
import { createTakeUp } from './take-up.ts'
import { every } from './until.ts'
import { checkedClock, type TimeWatch, watchTime } from './watch-time.ts'

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

/** Nothing while they cannot be read. */
function readSamples({ samples, log }: AllPorts, series: Series, fromMs: number, toMs: number): Sample[] {
  try {
    return samples.read(series, fromMs, toMs)
  } catch (error) {
    log('error', `Samples of ${series.metric} cannot be read.`, { error: String(error) })
    return []
  }
}

export function createEngine(outside: OutsidePorts): Engine {
  let time: TimeWatch | undefined
  let isClosed = false
  const checkTime = () => time?.check()
  const clock = checkedClock(outside.clock, checkTime)
  const safely = createSafely(outside.log)
  const feed = createFeed(outside.secrets.hide)
  const ledgerFile = openLedgerFile(outside, clock, {
    onTrouble: (trouble) => feed.publish({ kind: 'ledger', ...(trouble ? { trouble } : {}) }),
    onEnded(payload) {
      for (const engine of releases.all()) void engine.report({ type: 'ledger.trouble-ended', payload })
    },
    bringIn: (release) => releases.of(release)?.bringIn(),
  })
  const { store } = ledgerFile
  const ports: AllPorts = { ...outside, clock, store }
  const printer = createEmergencyPrinter(ports)
  const watch = createEnvironmentWatch({ ports, feed, engineOf: (release) => releases.of(release), checkTime, safely })

  /** A signature may wait for the process that a start asks for, no process for a signature. */
  const sign = (engine: ReleaseEngine, isStart: boolean) => {
    if (!isStart) safely(() => appendCheckpoint(engine, ports))
    else
      clock.after(0, () => {
        if (!isClosed) safely(() => appendCheckpoint(engine, ports))
      })
  }

  const onChange = (engine: ReleaseEngine, events: RecordedEvent[]) => {
    refreshEmergency(engine.state(), events, ports)
    printer.refresh(engine.state, events)
    watch.follow(engine, events)
    const isStart = events.some(({ type }) => type === 'run.started')
    if (asksForCheckpoint(events)) sign(engine, isStart)
  }

  const begin = (release: ReleaseId, genesis?: CockpitEvent): ReleaseEngine => {
    const onEvents = (id: ReleaseId, events: RecordedEvent[]) => feed.publish({ kind: 'events', release: id, events })
    const ledger = openReleaseLedger(store, clock, release, onEvents, ports.secrets.hide)
    if (genesis) ledger.append([genesis], { actor: COCKPIT })
    const engine: ReleaseEngine = createReleaseEngine(ledger, ports, {
      onChange: (_, events) => onChange(engine, events),
      checkTime,
      onMeasured: (environment, listener) => watch.onMeasured(release, environment, listener),
      showGate: (attempt, view) => feed.gate(release, attempt, view),
      showJudge: (attempt, view) => feed.judge(release, attempt, view),
      samplesOf: (environment, metric, fromMs, toMs) =>
        readSamples(ports, { release, environment, metric }, fromMs, toMs),
      evidenceOf: watch.evidenceOf(release),
    })
    return engine
  }
  const releases = createOpenReleases(begin, watch.takeUp)
  const takeUp = createTakeUp(ports, releases)

  const openRuns = () => releases.all().filter((engine) => selectUnfinished(engine.state()).length > 0)
  const recordTime = (event: CockpitEvent) => {
    for (const engine of openRuns()) safely(() => engine.record([event]))
  }
  const stopAttempts = followAttempts(ports, feed, releases.all, safely)
  time = watchTime(outside.clock, {
    onGap(gap) {
      watch.forgetPending()
      recordTime({ type: 'engine.gap', payload: gap })
    },
    onMoved: (byMs) => recordTime({ type: 'clock.moved', payload: { byMs } }),
    onTick() {
      if (openRuns().length > 0) safely(() => store.guard())
      safely(ledgerFile.check)
      void takeUp.spools()
    },
  })
  safely(ledgerFile.check)
  const countCoverage = createCoverageCount(ports, () => isClosed)
  const stopCheckpoints = every(clock, CHECKPOINT_INTERVAL_MS, () => {
    for (const engine of releases.all()) {
      void countCoverage(engine)
      safely(() => appendCheckpoint(engine, ports))
    }
  })

  return {
    store,
    find: (release) =>
      releases.isAsked(release) || store.head(release) ? releases.open(release) : Promise.resolve(undefined),
    stateOf: (release) => releases.of(release)?.state(),
    create: releases.open,
    watchMetrics: watch.watch,
    metricHealth: watch.health,
    burning: watch.burning,
    async resume() {
      await takeUp.resume()
      safely(ledgerFile.check)
      void takeUp.spools()
    },
    hasOpenRuns: () => openRuns().length > 0,
    settle: async () => {
      await Promise.all([watch.settle(), ...releases.all().map((engine) => engine.settleNotices())])
    },
    trouble: ledgerFile.trouble,
    onFeed: feed.onMessage,
    close() {
      isClosed = true
      takeUp.close()
      stopAttempts()
      time?.stop()
      stopCheckpoints()
      watch.close()
      printer.close()
      for (const engine of releases.all()) {
        safely(() => appendCheckpoint(engine, ports))
        engine.close()
      }
    },
  }
}
