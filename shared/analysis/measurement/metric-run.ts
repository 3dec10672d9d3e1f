/** What the measurements of one metric come to since a gate began: a fold, measurement by measurement (docs/metrics.md). */
import type { Metric } from '../../runbook/model.ts'
import { classify, isEvidence, type Measurement, type MeasurementClass } from './classify.ts'
import { limitsOf, NEIGHBOUR_INTERVALS, staleAfterMs } from './limits.ts'

/** What is kept on record of a run, so that a restart goes on from there (M12). */
export type MetricProgress = {
  /** How long it held, as far as it was seen: the time between neighbouring successes. */
  heldMs: number
  /** Successes, failures and inconclusive ones. */
  measured: number
  failures: number
  inconclusives: number
  successesInARow: number
}

export type MetricRun = MetricProgress & {
  errorsInARow: number
  /** The newest measurement. */
  last?: Measurement & { is: MeasurementClass }
  /** When there was evidence last, or when somebody began to watch again. */
  seenAtMs?: number
  /** When time was counted last, or there was evidence against it. */
  countedAtMs?: number
  /** The measurement before, when it was a success: time counts from there. */
  neighbourAtMs?: number
}

export const NO_PROGRESS: MetricProgress = { heldMs: 0, measured: 0, failures: 0, inconclusives: 0, successesInARow: 0 }

export const beginRun = (progress: MetricProgress = NO_PROGRESS): MetricRun => ({ ...progress, errorsInARow: 0 })

export const progressOf = ({
  heldMs,
  measured,
  failures,
  inconclusives,
  successesInARow,
}: MetricRun): MetricProgress => ({
  heldMs,
  measured,
  failures,
  inconclusives,
  successesInARow,
})

/** M9. Only the time between two neighbouring successes was seen to be good. */
const countedMs = ({ neighbourAtMs }: MetricRun, { intervalMs }: Metric, atMs: number): number => {
  const apartMs = neighbourAtMs === undefined ? 0 : atMs - neighbourAtMs
  return apartMs > 0 && apartMs <= NEIGHBOUR_INTERVALS * intervalMs ? apartMs : 0
}

const withoutNeighbour = ({ neighbourAtMs: _, ...run }: MetricRun): MetricRun => run

/** `fromMs`: when the gate began. What is older, or within the metric's initial delay, does not count (M7). */
export function takeMeasurement(run: MetricRun, metric: Metric, measurement: Measurement, fromMs: number): MetricRun {
  const { atMs } = measurement
  if (atMs < fromMs + (metric.initialDelayMs ?? 0)) return run
  const is = classify(metric, measurement)
  const last = { ...measurement, is }
  if (!isEvidence(is)) {
    const errorsInARow = is === 'error' ? run.errorsInARow + 1 : 0
    return { ...withoutNeighbour(run), errorsInARow, last }
  }
  const seen = { ...withoutNeighbour(run), errorsInARow: 0, last, seenAtMs: atMs, measured: run.measured + 1 }
  if (is === 'success') {
    const moreMs = countedMs(run, metric, atMs)
    const counted = moreMs > 0 ? { countedAtMs: atMs } : {}
    return {
      ...seen,
      ...counted,
      heldMs: run.heldMs + moreMs,
      successesInARow: run.successesInARow + 1,
      neighbourAtMs: atMs,
    }
  }
  const reset = { ...seen, countedAtMs: atMs, heldMs: 0, successesInARow: 0 }
  return is === 'failure'
    ? { ...reset, failures: run.failures + 1 }
    : { ...reset, inconclusives: run.inconclusives + 1 }
}

/** M12. Nobody watched until `atMs`: what was seen before is no evidence any more, and time counts on from the next measurement. */
export const interruptRun = (run: MetricRun, atMs: number): MetricRun => ({
  ...progressOf(run),
  errorsInARow: run.errorsInARow,
  seenAtMs: atMs,
  countedAtMs: atMs,
})

/** The clock was set: what was seen keeps its age. */
export const moveRun = (run: MetricRun, byMs: number): MetricRun => ({
  ...run,
  ...(run.last ? { last: { ...run.last, atMs: run.last.atMs + byMs } } : {}),
  ...(run.seenAtMs === undefined ? {} : { seenAtMs: run.seenAtMs + byMs }),
  ...(run.countedAtMs === undefined ? {} : { countedAtMs: run.countedAtMs + byMs }),
  ...(run.neighbourAtMs === undefined ? {} : { neighbourAtMs: run.neighbourAtMs + byMs }),
})

/** What was inconclusive counts no more, because a person said to keep waiting. */
export const forgiveRun = (run: MetricRun): MetricRun => ({ ...run, measured: 0, inconclusives: 0 })

/** From the best to the worst: what a gate as a whole is, is the worst its metrics are (M11). */
export const PHASES = [
  'met',
  'holding',
  'pending',
  'inconclusive',
  'flapping',
  'thin',
  'no-data',
  'blind',
  'failed',
] as const
export type MetricPhase = (typeof PHASES)[number]

export const worstOf = (phases: readonly MetricPhase[]): MetricPhase | undefined =>
  phases.toSorted((a, b) => PHASES.indexOf(b) - PHASES.indexOf(a))[0]

export type MetricGoal = {
  /** So long its target must have held, in ms. */
  forMs: number
  /** When the gate began. */
  fromMs: number
}

const isMet = (run: MetricRun, { count, consecutiveSuccessLimit }: Metric, forMs: number): boolean =>
  run.heldMs >= forMs && run.measured >= (count ?? 1) && run.successesInARow >= (consecutiveSuccessLimit ?? 1)

/** M6. Every measurement was taken, and the successes in a row that are asked for were never there. */
const isUsedUp = (run: MetricRun, { count, consecutiveSuccessLimit }: Metric): boolean =>
  count !== undefined &&
  consecutiveSuccessLimit !== undefined &&
  run.measured >= count &&
  run.successesInARow < consecutiveSuccessLimit

/** Since when there is no evidence, in ms since the epoch. */
export const unseenSinceMs = (run: MetricRun, metric: Metric, { fromMs }: MetricGoal): number =>
  Math.max(run.seenAtMs ?? 0, fromMs + (metric.initialDelayMs ?? 0))

/** The same, where now and then there is a value, but never two in a row (M10). */
export const uncountedSinceMs = (run: MetricRun, metric: Metric, { fromMs }: MetricGoal): number =>
  Math.max(run.countedAtMs ?? 0, fromMs + (metric.initialDelayMs ?? 0))

const isFlapping = (run: MetricRun, metric: Metric, goal: MetricGoal, nowMs: number): boolean =>
  run.heldMs < goal.forMs && nowMs - uncountedSinceMs(run, metric, goal) > 2 * staleAfterMs(metric)

/** M4 to M6, M10: the limits of the metric, worst first. */
export function phaseOf(run: MetricRun, metric: Metric, goal: MetricGoal, nowMs: number): MetricPhase {
  const limits = limitsOf(metric)
  if (run.failures > limits.failures) return 'failed'
  if (run.errorsInARow > limits.errorsInARow) return 'blind'
  if (nowMs - unseenSinceMs(run, metric, goal) > staleAfterMs(metric))
    return run.last?.is === 'thin' ? 'thin' : 'no-data'
  if (run.last?.is === 'thin') return 'thin'
  if (run.inconclusives > limits.inconclusives || isUsedUp(run, metric)) return 'inconclusive'
  if (isFlapping(run, metric, goal, nowMs)) return 'flapping'
  if (run.last === undefined) return 'pending'
  return run.last.is === 'success' && isMet(run, metric, goal.forMs) ? 'met' : 'holding'
}
