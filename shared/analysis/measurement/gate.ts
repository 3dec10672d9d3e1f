/** A gate as it stands: which metrics, how far each is, what blocks (docs/metrics.md M11, docs/steps.md G1 to G9). Pure. */
import type { Metric, Target, Unit } from '../../runbook/model.ts'
import { distanceToTarget } from '../target.ts'
import { gateWords } from './gate-words.ts'
import {
  type MetricGoal,
  type MetricPhase,
  type MetricRun,
  phaseOf,
  uncountedSinceMs,
  unseenSinceMs,
  worstOf,
} from './metric-run.ts'

export type GateGoal = MetricGoal & {
  metrics: readonly Metric[]
  /** Named by the gate, but not defined any more: it never passes then. */
  missing: readonly string[]
  /** THIN and no data ask the room after so long, in ms. */
  askAfterMs: number
}

export type GateMetric = {
  name: string
  title: string
  unit: Unit
  target: Target
  isDryRun: boolean
  state: MetricPhase
  value: number | null
  /** In the metric's unit, to the limit: positive while the target holds; null without a verdict. */
  distance: number | null
  heldMs: number
  /** A sentence. */
  words: string
  /** Holds the gate, and has for so long that the room is asked. */
  asks: boolean
}

export type GateView = {
  /** The worst of the metrics that count. */
  state: MetricPhase
  forMs: number
  /** Of the metric that held shortest. */
  heldMs: number
  metrics: GateMetric[]
}

/** A source that does not answer, as the record has it. */
export type Blind = { sinceMs: number; reason: string }

/** No evidence either way: it holds the gate and asks. */
export const BLOCKING: readonly MetricPhase[] = ['inconclusive', 'flapping', 'thin', 'no-data', 'blind']

/** Blind and inconclusive are beyond their own limits already. */
const isTimeToAsk = (state: MetricPhase, unseenMs: number, askAfterMs: number): boolean =>
  state === 'blind' || state === 'inconclusive' || (BLOCKING.includes(state) && unseenMs >= askAfterMs)

const hasVerdict = (state: MetricPhase): boolean => state === 'met' || state === 'holding' || state === 'failed'

function metricOf(metric: Metric, run: MetricRun, goal: GateGoal, nowMs: number, blind: Blind | undefined): GateMetric {
  const own = phaseOf(run, metric, goal, nowMs)
  const state = blind && own !== 'failed' ? 'blind' : own
  const value = run.last?.value ?? null
  const apart = value === null || !hasVerdict(state) ? undefined : distanceToTarget(metric, value)
  const since = state === 'flapping' ? uncountedSinceMs : unseenSinceMs
  const unseenMs = nowMs - since(run, metric, goal)
  return {
    name: metric.name,
    title: metric.title,
    unit: metric.unit,
    target: metric.target,
    isDryRun: metric.dryRun,
    state,
    value,
    distance: apart?.distance ?? null,
    heldMs: run.heldMs,
    words: gateWords(metric, run, state, { ...goal, unseenMs, nowMs, ...(blind ? { blind } : {}) }),
    asks: !metric.dryRun && isTimeToAsk(state, unseenMs, goal.askAfterMs),
  }
}

/** Dry-run metrics are shown and never count (M11). A gate without a metric that counts never passes. */
export function projectGate(
  runs: Readonly<Record<string, MetricRun>>,
  goal: GateGoal,
  nowMs: number,
  blind: Readonly<Record<string, Blind>> = {},
): GateView {
  const metrics = goal.metrics.flatMap((metric) => {
    const run = runs[metric.name]
    return run ? [metricOf(metric, run, goal, nowMs, blind[metric.name])] : []
  })
  const counting = metrics.filter((each) => !each.isDryRun)
  const isEmpty = counting.length === 0 || goal.missing.length > 0
  return {
    state: worstOf([...counting.map((each) => each.state), ...(isEmpty ? ['no-data' as const] : [])])!,
    forMs: goal.forMs,
    heldMs: Math.min(goal.forMs, ...counting.map((each) => each.heldMs)),
    metrics,
  }
}
