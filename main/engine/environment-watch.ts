/** What is looked at in the environment of a release that is in use: its metrics, and the sides of its services. */
import type { Measurement } from '../../shared/analysis/measurement/classify.ts'
import type { BurnStatus } from '../../shared/contract/results.ts'
import { isArmed } from '../../shared/domain/decisions/interlocks.ts'
import { isRehearsalId } from '../../shared/domain/rehearsal/rehearsal-state.ts'
import { selectOpenRuns } from '../../shared/domain/steps.ts'
import type { PayloadOf, RecordedEvent } from '../../shared/events/index.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import type { Series } from '../ports/sample-store.ts'
import type { EvidenceOf } from './decision-events.ts'
import { isSaid, knownHealth, selectLeftEnvironment, validatedFrom } from './environment-facts.ts'
import { evidenceOf } from './evidence.ts'
import type { Feed } from './feed.ts'
import { createMetricLoop } from './metric-loop.ts'
import type { MetricTransition } from './metric-types.ts'
import type { AllPorts } from './ports.ts'
import type { ReleaseEngine } from './release-engine.ts'
import type { Safely } from './safely.ts'
import { createSideWatch } from './side-watch.ts'

export interface EnvironmentWatch {
  /** Looks at an environment of a release from now on, and at no other of it. Returns the names of what is measured. */
  watch(engine: ReleaseEngine, environment: string): string[]
  /** Takes up the environment a release was left in, if anything is open there. */
  takeUp(engine: ReleaseEngine): void
  /** Follows what was just recorded: what begins is watched, what is closed no longer. */
  follow(engine: ReleaseEngine, events: RecordedEvent[]): void
  /** What the sources of an environment's metrics say now; empty where nothing is measured. */
  health(release: ReleaseId, environment: string): { metric: string; why?: string }[]
  burning(release: ReleaseId, environment: string): BurnStatus[]
  /** Told of every measurement of an environment from now on; returns what ends it. */
  onMeasured(
    release: ReleaseId,
    environment: string,
    listener: (metric: string, measurement: Measurement) => void,
  ): () => void
  evidenceOf(release: ReleaseId): EvidenceOf
  /** After a gap: what was asked before it is no evidence. */
  forgetPending(): void
  /** Resolves when what was looked at for the end of a run is recorded. */
  settle(): Promise<void>
  close(): void
}

export type EnvironmentWatchOptions = {
  ports: AllPorts
  feed: Feed
  engineOf(release: ReleaseId): ReleaseEngine | undefined
  checkTime(): void
  safely: Safely
}

function record(engine: ReleaseEngine, event: MetricTransition): void {
  if (event.type === 'source.clock-differs' && isSaid(engine.state(), event.payload)) return
  if (event.type === 'trigger.fired') engine.fired(event.payload)
  else engine.record([event])
}

export function createEnvironmentWatch(options: EnvironmentWatchOptions): EnvironmentWatch {
  const { ports, feed, engineOf, checkTime, safely } = options
  const { clock } = ports
  const listeners = new Set<(series: Series, measurement: Measurement) => void>()

  const loop = createMetricLoop({
    clock,
    source: ports.metrics,
    samples: ports.samples,
    checkTime,
    onMeasured: (series, measurement) => {
      for (const listener of [...listeners]) listener(series, measurement)
    },
    onSamples: feed.samples,
    onTransition: ({ release }, event) => {
      const engine = engineOf(release)
      if (engine) record(engine, event)
    },
    onSealed: ({ release }, payload) => void engineOf(release)?.record([{ type: 'samples.sealed', payload }]),
  })

  const sides = createSideWatch({
    clock,
    observeLive: ports.observeLive,
    observeInstances: ports.observeInstances,
    state: (release) => engineOf(release)?.state(),
    onSeen: feed.sides,
    record: (release, events) => safely(() => engineOf(release)?.record(events)),
  })

  const watch = (engine: ReleaseEngine, environment: string): string[] => {
    const state = engine.state()
    const { release, folder } = state
    const run = selectOpenRuns(state, environment).at(-1)
    const definition = run?.definition ?? state.definition
    if (!definition || state.closed) return []
    unwatch(release, environment)
    const { base, variables, secrets } = run
      ? engine.contexts.of(run.id)
      : ports.variables.resolve({ definition, folder, environment, inputs: {} })
    const known = { ...base, ...variables, ...secrets }
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

  /** Every environment of the release but one. */
  const unwatch = (release: ReleaseId, but?: string) => {
    for (const each of loop.watched())
      if (each.release === release && each.environment !== but) loop.unwatch(release, each.environment)
    sides.keepOnly(release, but)
  }

  /** The sides are looked at once more, and what is live is validated from then on. */
  const runFinished = (engine: ReleaseEngine, { runId }: PayloadOf<'run.finished'>) => {
    if (isRehearsalId(runId)) return
    const { release, runs } = engine.state()
    const { environment } = runs[runId]!
    sides.lookAfter(release, environment, runId)
    const { validatedFromMs } = validatedFrom(engine.state(), environment, clock.nowMs())
    if (validatedFromMs !== undefined) loop.validateFrom(release, environment, validatedFromMs)
  }

  return {
    watch,
    takeUp(engine) {
      const environment = selectLeftEnvironment(engine.state(), clock.nowMs())
      if (environment) watch(engine, environment)
    },
    follow(engine, events) {
      for (const { type, payload } of events) {
        if (type === 'run.started') watch(engine, payload.environment)
        if (type === 'run.finished') runFinished(engine, payload)
        const amended = type === 'run.amended' ? engine.state().runs[payload.runId] : undefined
        if (amended) watch(engine, amended.environment)
        if (type === 'release.closed') unwatch(engine.state().release)
      }
    },
    health: (release, environment) =>
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
    onMeasured(release, environment, listener) {
      const own = (series: Series, measurement: Measurement) => {
        if (series.release === release && series.environment === environment) listener(series.metric, measurement)
      }
      listeners.add(own)
      return () => listeners.delete(own)
    },
    evidenceOf:
      (release) =>
      ({ environment, triggerId }) =>
        evidenceOf(loop, release, environment, triggerId, clock.nowMs()),
    forgetPending: loop.forgetPending,
    settle: sides.settle,
    close() {
      loop.close()
      sides.close()
    },
  }
}
