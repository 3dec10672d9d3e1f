/** What another limit would have done: recorded samples and the record, through the rules that watch live. */
import { replayTrigger, type Stretch } from '../../../shared/analysis/what-if.ts'
import type { ParsedParams, Results, WhatIf } from '../../../shared/contract/methods.ts'
import { projectFires, projectWatching } from '../../../shared/domain/decisions/project-watching.ts'
import { triggerKey } from '../../../shared/domain/decisions/trigger-key.ts'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import { isAlwaysArmed, selectArm } from '../../../shared/domain/strategies/default-arm.ts'
import type { RecordedEvent } from '../../../shared/events/index.ts'
import { upcast } from '../../../shared/events/upcast.ts'
import type { Metric, ReleaseDefinition, Trigger } from '../../../shared/runbook/model.ts'
import type { OwnerContext } from '../context.ts'
import { findRelease } from './runs.ts'

const GRAVITY: Trigger['severity'][] = ['critical', 'high', 'medium', 'low']

/** As the last run there was pinned to it, else as the folder was read last. */
function definitionOf(state: ReleaseState, environment: string): ReleaseDefinition | undefined {
  const run = state.runOrder.map((id) => state.runs[id]!).findLast((each) => each.environment === environment)
  return run?.definition ?? state.definition
}

/** What was read of a source's own memory before anybody watched never acted, so it is not replayed. */
function watchedFromMs(state: ReleaseState, environment: string, events: readonly RecordedEvent[]): number {
  const runs = state.runOrder.map((id) => state.runs[id]!).filter((run) => run.environment === environment)
  const fired = events.find((event) => event.type === 'trigger.fired' && event.payload.environment === environment)
  const evidence = fired?.type === 'trigger.fired' ? fired.payload.samples : []
  return Math.min(...[runs[0]?.startedAtMs, evidence[0]?.[0]].filter((ms) => ms !== undefined))
}

const within = (stretches: readonly Stretch[], fromMs: number, toMs: number): Stretch[] =>
  stretches
    .map((each) => ({ fromMs: Math.max(each.fromMs, fromMs), toMs: Math.min(each.toMs, toMs) }))
    .filter((each) => each.fromMs < each.toMs)

const ruleOf = ({ above, below, forMs, clearForMs }: Trigger) => ({ above, below, forMs, clearForMs })

type Asked = ParsedParams<'triggers.replay'>

/** As the metric's gravest trigger is armed, on the same side of the limit when there is one. */
function triggerOf(asked: Asked, own: readonly Trigger[], metric: Metric): Trigger {
  const { above, below, forMs } = asked
  const sameSide = own.filter((each) => (each.above === undefined) === (above === undefined))
  const arm = (sameSide[0] ?? own[0])?.arm
  const clearForMs = asked.clearForMs ?? 2 * forMs
  const rule = { metric: metric.name, above, below, forMs, clearForMs }
  return { ...rule, severity: 'critical', position: metric.position, ...(arm ? { arm } : {}) }
}

function replayOver(
  context: OwnerContext,
  state: ReleaseState,
  events: RecordedEvent[],
  asked: Asked,
  metric: Metric,
  { definition, own }: { definition: ReleaseDefinition; own: Trigger[] },
): WhatIf {
  const { release, environment, always } = asked
  const trigger = triggerOf(asked, own, metric)
  const arm = selectArm(definition, trigger)
  const fromMs = watchedFromMs(state, environment, events)
  const series = { release, environment, metric: metric.name }
  const samples = context.ports.samples.read(series, Number.isFinite(fromMs) ? fromMs : 0, Number.MAX_SAFE_INTEGER)
  const watching = projectWatching(events, environment, trigger, always)
  const { name, title, unit, minVolume, intervalMs } = metric
  const lastMs = samples.at(-1)?.[0] ?? 0
  return {
    environment,
    metric: { name, title, unit, minVolume, intervalMs },
    rule: ruleOf(trigger),
    ...(always || isAlwaysArmed(arm) ? {} : { arm: { from: arm.from[0], until: arm.until[0] } }),
    armed: within(watching.armed, samples[0]?.[0] ?? 0, lastMs + 1),
    replay: replayTrigger(metric, trigger, samples, watching),
    recorded: own.map((each) => ({
      triggerId: triggerKey(each),
      severity: each.severity,
      rule: ruleOf(each),
      fires: projectFires(events, environment, each),
    })),
  }
}

export async function replayLimit(context: OwnerContext, asked: Asked): Promise<Results['triggers.replay']> {
  const state = (await findRelease(context, asked.release)).state()
  const { environment, metric: name, above, below } = asked
  const refuse = (message: string) => ({ ok: false, message }) as const
  if ((above === undefined) === (below === undefined))
    return refuse('Give one limit: a value it must not go above, or one it must not go below.')
  const definition = definitionOf(state, environment)
  const metric = definition?.metrics.find((each) => each.name === name)
  if (!definition || !metric) {
    const known = definition?.metrics.map((each) => each.name).join(', ') || 'none'
    return refuse(`The release has no metric "${name}": it has ${known}.`)
  }
  const events = context.ports.store
    .read(asked.release, 1)
    .map((entry) => upcast(entry))
    .filter((event) => event !== undefined)
  const own = definition.triggers
    .filter(({ metric: of, above, below }) => of === name && (above !== undefined || below !== undefined))
    .toSorted((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity))
  return { ok: true, whatIf: replayOver(context, state, events, asked, metric, { definition, own }) }
}
