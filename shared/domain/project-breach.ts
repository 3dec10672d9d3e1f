/** What is off target in an environment right now, and how serious the runbook's triggers make it. */
import type { Metric, Trigger } from '../runbook/model.ts'
import { canaryMetrics, hasCanary } from './judging/canary-metrics.ts'
import type { MetricHealth, ReleaseState } from './state.ts'

export type Breach = {
  metric: Metric
  health: MetricHealth
  /** The gravest trigger whose limit the last value has passed; undefined when only the target is missed. */
  trigger?: Trigger
}

const GRAVITY: Trigger['severity'][] = ['critical', 'high', 'medium', 'low']

const isPast = (trigger: Trigger, value: number) =>
  (trigger.above !== undefined && value > trigger.above) || (trigger.below !== undefined && value < trigger.below)

const gravity = (breach: Breach) => (breach.trigger ? GRAVITY.indexOf(breach.trigger.severity) : GRAVITY.length)

/** Gravest first, then the oldest. `measured` is the newest measured value, which is fresher than the one in the ledger. */
export function projectBreaches(
  state: ReleaseState,
  environment: string,
  measured: (metric: string) => number | undefined = () => undefined,
): Breach[] {
  const definition = state.definition
  if (!definition) return []
  const gone = hasCanary(state, environment) ? new Set() : canaryMetrics(definition)
  const breaches = definition.metrics.flatMap((metric): Breach[] => {
    const health = state.metrics[`${environment}/${metric.name}`]
    if (health?.status !== 'breach' || metric.dryRun || gone.has(metric.name)) return []
    const value = measured(metric.name) ?? health.value
    const passed = definition.triggers.filter(
      (trigger) => trigger.metric === metric.name && value !== undefined && isPast(trigger, value),
    )
    const trigger = passed.toSorted((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity))[0]
    return [trigger ? { metric, health, trigger } : { metric, health }]
  })
  return breaches.toSorted((a, b) => gravity(a) - gravity(b) || a.health.sinceMs - b.health.sinceMs)
}
