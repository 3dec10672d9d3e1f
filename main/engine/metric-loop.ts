import type { Evidence } from '../../shared/domain/decisions/interlocks.ts'
import type { ReleaseId, RunId } from '../../shared/ids.ts'
import type { Metric, Trigger } from '../../shared/runbook/model.ts'
import type { Series } from '../ports/sample-store.ts'
import type { KnownHealth, MetricHealthReport, MetricLoopPorts } from './metric-types.ts'
import { MetricWatch } from './metric-watch.ts'
import { type BurnWatching, type TriggerFacts, TriggerWatch } from './trigger-watch.ts'

export type WatchRequest = {
  release: ReleaseId
  environment: string
  metrics: readonly Metric[]
  /** Resolved variables of the environment. */
  variables: Record<string, string>
  /** The release folder: where commands run and relative paths begin. */
  folder: string
  runId?: RunId
  /** Since when what is live is validated: so far back a source is asked for what nobody saw. */
  validatedFromMs?: number
  triggers?: readonly Trigger[]
  /** As the ledger has it now. */
  triggerFacts?: TriggerFacts
  /** By metric name, as the ledger has it. */
  known?: Record<string, KnownHealth>
}

export type MetricLoop = {
  /**
   * Measures an environment's metrics from now on. Asked again for the same one, it keeps what is unchanged (only the run is noted), reopens what
   * is defined differently, and ends what is gone. Returns the names being measured.
   */
  watch(request: WatchRequest): string[]
  unwatch(release: ReleaseId, environment: string): void
  /** What is measured there is validated from then on. */
  validateFrom(release: ReleaseId, environment: string, fromMs: number): void
  watched(): { release: ReleaseId; environment: string }[]
  health(): MetricHealthReport[]
  /** The triggers of burn rates of an environment, with what their windows show. */
  burning(release: ReleaseId, environment: string): BurnWatching[]
  /** Whether a trigger that fired still holds by samples of just now. */
  evidenceOf(release: ReleaseId, environment: string, triggerId: string, nowMs: number): Evidence
  /** After a gap: what was asked before it is no evidence about anything, however it ends. */
  forgetPending(): void
  /** Ends everything and seals what is not sealed yet. */
  close(): void
}

type Group = {
  release: ReleaseId
  environment: string
  watches: Map<string, { watch: MetricWatch; definition: string }>
}

const UNKNOWN: TriggerFacts = { known: () => undefined, isArmed: () => true }

const keyOf = (release: ReleaseId, environment: string): string => JSON.stringify([release, environment])

/** What a measurement depends on: not its place in the file, and of the variables only those its source names (a command may read any). */
const definitionOf = (
  { position: _, ...metric }: Metric,
  { variables, folder }: Pick<WatchRequest, 'variables' | 'folder'>,
  triggers: readonly Trigger[],
): string => {
  const source = JSON.stringify(metric.source)
  const isUsed = ([name]: [string, string]) => metric.source.kind === 'command' || source.includes(name)
  return JSON.stringify([
    metric,
    triggers.map(({ position: __, ...trigger }) => trigger),
    Object.entries(variables).filter(isUsed),
    folder,
  ])
}

/** Every metric has its own clock and its own source: none waits for another. */
export const createMetricLoop = (ports: MetricLoopPorts): MetricLoop => {
  const groups = new Map<string, Group>()

  const startOrKeep = (group: Group, metric: Metric, request: WatchRequest): void => {
    const triggers = (request.triggers ?? []).filter((trigger) => trigger.metric === metric.name)
    const definition = definitionOf(metric, request, triggers)
    const held = group.watches.get(metric.name)
    if (held !== undefined && held.definition !== definition) held.watch.close()
    if (held === undefined || held.definition !== definition) {
      const series: Series = { release: group.release, environment: group.environment, metric: metric.name }
      const known = held === undefined ? request.known?.[metric.name] : held.watch.knownHealth()
      const watched = new TriggerWatch(metric, triggers, request.triggerFacts ?? UNKNOWN)
      const watch = new MetricWatch(ports, series, metric, request, known, watched)
      group.watches.set(metric.name, { watch, definition })
    }
    const { watch } = group.watches.get(metric.name)!
    watch.runId = request.runId
    watch.validateFrom(request.validatedFromMs, request.runId === undefined)
  }

  const watch = (request: WatchRequest): string[] => {
    const key = keyOf(request.release, request.environment)
    const { release, environment } = request
    const group: Group = groups.get(key) ?? { release, environment, watches: new Map() }
    groups.set(key, group)
    const measured = request.metrics.filter((metric) => ports.source.measures(metric))
    const wanted = new Set(measured.map((metric) => metric.name))
    for (const [name, { watch }] of group.watches) {
      if (wanted.has(name)) continue
      watch.close()
      group.watches.delete(name)
    }
    for (const metric of measured) startOrKeep(group, metric, request)
    return [...wanted]
  }

  const end = (key: string): void => {
    for (const { watch } of groups.get(key)?.watches.values() ?? []) watch.close()
    groups.delete(key)
  }

  return {
    watch,
    unwatch: (release, environment) => end(keyOf(release, environment)),
    validateFrom(release, environment, fromMs) {
      for (const { watch } of groups.get(keyOf(release, environment))?.watches.values() ?? [])
        watch.validateFrom(fromMs, true)
    },
    watched: () => [...groups.values()].map(({ release, environment }) => ({ release, environment })),
    forgetPending: () => {
      for (const group of groups.values()) for (const each of group.watches.values()) each.watch.forgetPending()
    },
    evidenceOf(release, environment, triggerId, nowMs) {
      const watches = [...(groups.get(keyOf(release, environment))?.watches.values() ?? [])]
      const found = watches.map(({ watch }) => watch.evidenceOf(triggerId, nowMs)).find((each) => each !== undefined)
      return found ?? { fresh: false, reason: 'Its metric is not measured now.' }
    },
    burning: (release, environment) =>
      [...(groups.get(keyOf(release, environment))?.watches.values() ?? [])].flatMap(({ watch }) => watch.burning()),
    health: () =>
      [...groups.values()].flatMap((group) => [...group.watches.values()].map((each) => each.watch.health())),
    close: () => {
      for (const key of [...groups.keys()]) end(key)
    },
  }
}
