/** One metric of a canary against its baseline. */
import { type CleanSamples, cleanSamples } from './clean-samples.ts'
import type { JudgeConfig, JudgedMetric } from './config.ts'
import { commonLanguage, meanRatio } from './effect-size.ts'
import { type MannWhitney, mannWhitney } from './mann-whitney.ts'

/**
 * `high` and `low` are worse than the baseline, in the direction that counts. `thin` and `nodata` are no verdict: never a pass.
 * `missing` is a metric whose data was required.
 */
export type MetricClass = 'pass' | 'high' | 'low' | 'thin' | 'nodata' | 'missing'

export type MetricJudgement = {
  metric: string
  group: string
  classification: MetricClass
  /** Worse, and by enough to fail the canary alone. */
  failsAlone: boolean
  reason: string
  test?: MannWhitney
  meanRatio?: number
  commonLanguage?: number
  /** How far the interval may still move before the class flips (in the metric's unit); negative once it has. */
  margin?: number
  canary: Omit<CleanSamples, 'values'> & { count: number }
  baseline: Omit<CleanSamples, 'values'> & { count: number }
}

export type MetricSamples = { canary: readonly number[]; baseline: readonly number[] }

const counted = ({ values, missing, outliers }: CleanSamples) => ({ count: values.length, missing, outliers })

/** The interval must stay clear of zero by part of the estimate, on the side that is bad. */
function compare(test: MannWhitney, direction: JudgedMetric['direction'], tolerance: number) {
  const bound = tolerance * Math.abs(test.shift)
  const above = direction === 'decrease' ? Number.POSITIVE_INFINITY : bound - test.low
  const below = direction === 'increase' ? Number.POSITIVE_INFINITY : test.high + bound
  const margin = Math.min(above, below)
  return { side: margin >= 0 ? undefined : above < 0 ? ('high' as const) : ('low' as const), margin }
}

const isBeyond = (side: 'high' | 'low', size: number | undefined, increase: number, decrease: number) =>
  size === undefined || (side === 'high' ? size >= increase : size <= decrease)

function thresholds({ 'effect-size': wanted }: JudgedMetric) {
  const none = wanted.measure === 'cles' ? 0.5 : 1
  return {
    allowed: [wanted['allowed-increase'] ?? none, wanted['allowed-decrease'] ?? none] as const,
    critical: [wanted['critical-increase'] ?? none, wanted['critical-decrease'] ?? none] as const,
  }
}

function withoutVerdict(metric: JudgedMetric, canary: CleanSamples, baseline: CleanSamples, least: number) {
  const empty = [canary, baseline].filter(({ values }) => values.length === 0)
  if (empty.length > 0) {
    const who =
      empty.length === 2 ? 'neither side has data' : `the ${empty[0] === canary ? 'canary' : 'baseline'} has no data`
    const classification: MetricClass = metric['data-required'] ? 'missing' : 'nodata'
    return { classification, reason: `No verdict: ${who}.` }
  }
  const fewest = Math.min(canary.values.length, baseline.values.length)
  if (fewest >= least) return undefined
  const reason = `No verdict yet: ${canary.values.length} canary and ${baseline.values.length} baseline samples, ${least} needed of each.`
  return { classification: 'thin' as const, reason }
}

const isSame = (a: readonly number[], b: readonly number[]) => {
  const [left, right] = [[...a].sort((x, y) => x - y), [...b].sort((x, y) => x - y)]
  return left.length === right.length && left.every((value, index) => value === right[index])
}

/** Judges one metric as Kayenta's Mann-Whitney classifier does (spinnaker/kayenta, MannWhitneyClassifier), but never without enough samples. */
export function judgeMetric(
  name: string,
  metric: JudgedMetric,
  samples: MetricSamples,
  config: JudgeConfig,
): MetricJudgement {
  const [canary, baseline] = [cleanSamples(samples.canary, metric), cleanSamples(samples.baseline, metric)]
  const about = {
    metric: name,
    group: metric.group,
    failsAlone: false,
    canary: counted(canary),
    baseline: counted(baseline),
  }
  const none = withoutVerdict(metric, canary, baseline, config['min-samples'])
  if (none) return { ...about, ...none }
  if (isSame(canary.values, baseline.values))
    return { ...about, classification: 'pass', reason: 'Canary and baseline are identical.' }
  const test = mannWhitney(canary.values, baseline.values, config.confidence)
  const ratio = meanRatio(canary.values, baseline.values)
  const chance = commonLanguage(test.u, canary.values.length, baseline.values.length)
  const size = metric['effect-size'].measure === 'cles' ? chance : ratio
  const { side, margin } = compare(test, metric.direction, config.tolerance)
  const { allowed, critical } = thresholds(metric)
  const isWorse = side !== undefined && isBeyond(side, size, ...allowed)
  const shown = { ...about, test, commonLanguage: chance, margin, ...(ratio === undefined ? {} : { meanRatio: ratio }) }
  if (!isWorse) {
    const reason = side
      ? `${side === 'high' ? 'Above' : 'Below'} the baseline, but by less than is allowed.`
      : 'No worse than the baseline.'
    return { ...shown, classification: 'pass', reason }
  }
  const failsAlone = metric.critical && isBeyond(side, size, ...critical)
  const reason = `${side === 'high' ? 'Above' : 'Below'} the baseline${failsAlone ? ', and critical' : ''}.`
  return { ...shown, classification: side, failsAlone, reason }
}
