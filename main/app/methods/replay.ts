/** What another limit would have done: recorded samples and the record, through the rules that watch live. */
import { BurnSeries } from '../../../shared/analysis/burn-rate.ts'
import { replayTrigger, type Stretch } from '../../../shared/analysis/what-if.ts'
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results, WhatIf } from '../../../shared/contract/results.ts'
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

const ruleOf = ({ above, below, forMs, clearForMs, burnRate }: Trigger) => ({
  above,
  below,
  forMs,
  clearForMs,
  ...(burnRate ? { burnRate } : {}),
})

type Kind = Pick<Trigger, 'above' | 'burnRate'>

/** A limit to one side, one to the other, or a burn rate. */
const kindOf = ({ above, burnRate }: Kind) => (burnRate ? 'burn' : above === undefined ? 'below' : 'above')

type Asked = ParsedParams<'triggers.replay'>

/** As the metric's gravest trigger is armed, of the same kind when there is one. */
function triggerOf(asked: Asked, own: readonly Trigger[], metric: Metric): Trigger {
  const { above, below, burnRate, forMs } = asked
  const alike = own.filter((each) => kindOf(each) === kindOf(asked))
  const arm = (alike[0] ?? own[0])?.arm
  const clearForMs = asked.clearForMs ?? 2 * forMs
  const rule = { metric: metric.name, above, below, forMs, clearForMs, ...(burnRate ? { burnRate } : {}) }
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
  const judgedFromMs = Number.isFinite(fromMs) ? fromMs : 0
  const samples = context.ports.samples.read(series, judgedFromMs, Number.MAX_SAFE_INTEGER)
  const spanMs = trigger.burnRate ? BurnSeries.spanMs(trigger.burnRate) : 0
  const past =
    spanMs > 0 ? context.ports.samples.read(series, Math.max(0, judgedFromMs - spanMs), judgedFromMs - 1) : []
  const watching = projectWatching(events, environment, trigger, always)
  const { name, title, unit, minVolume, intervalMs } = metric
  const lastMs = samples.at(-1)?.[0] ?? 0
  return {
    environment,
    metric: { name, title, unit, minVolume, intervalMs },
    rule: ruleOf(trigger),
    ...(always || isAlwaysArmed(arm) ? {} : { arm: { from: arm.from[0], until: arm.until[0] } }),
    armed: within(watching.armed, samples[0]?.[0] ?? 0, lastMs + 1),
    replay: replayTrigger(metric, trigger, samples, watching, past),
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
  const { environment, metric: name, burnRate } = asked
  const refuse = (message: string) => ({ ok: false, message }) as const
  if ([asked.above, asked.below, burnRate].filter((each) => each !== undefined).length !== 1)
    return refuse('Give one limit: a value it must not go above, one it must not go below, or a burn rate.')
  const definition = definitionOf(state, environment)
  const metric = definition?.metrics.find((each) => each.name === name)
  if (!definition || !metric) {
    const known = definition?.metrics.map((each) => each.name).join(', ') || 'none'
    return refuse(`The release has no metric "${name}": it has ${known}.`)
  }
  if (burnRate && metric.unit !== 'percent' && metric.unit !== 'ratio')
    return refuse(
      `A burn rate needs the share of what fails or succeeds: ${name} has the unit ${metric.unit}, not percent or ratio.`,
    )
  const events = context.ports.store
    .read(asked.release, 1)
    .map((entry) => upcast(entry))
    .filter((event) => event !== undefined)
  const own = definition.triggers
    .filter(({ metric: of }) => of === name)
    .toSorted((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity))
  return { ok: true, whatIf: replayOver(context, state, events, asked, metric, { definition, own }) }
}
