/** The canary judge: metrics classified, weighed by group, and a verdict that promotes, holds or rolls back. */
import { type JudgeConfig, type JudgedMetric, judgedMetricSchema } from './config.ts'
import { judgeMetric, type MetricJudgement, type MetricSamples } from './judge-metric.ts'

/** `pass` promotes, `marginal` and `hold` ask a person, `fail` rolls back. `hold` is no verdict: too little or no data. */
export type CanaryVerdict = 'pass' | 'marginal' | 'fail' | 'hold'

export type GroupScore = { group: string; weight: number; passed: number; judged: number; score?: number }

export type CanaryJudgement = {
  verdict: CanaryVerdict
  /** 0 to 100, rounded to two decimals; missing when nothing could be judged. */
  score?: number
  reason: string
  metrics: MetricJudgement[]
  groups: GroupScore[]
  /** Metrics with samples that the configuration does not name. */
  ignored: string[]
}

/** From so many percent of metrics without data on, there is no score. */
const NODATA_LIMIT = 50

const JUDGED = ['pass', 'high', 'low', 'missing']

function scoreGroup(group: string, metrics: MetricJudgement[], weight: number): GroupScore {
  const judged = metrics.filter((each) => JUDGED.includes(each.classification)).length
  const passed = metrics.filter((each) => each.classification === 'pass').length
  return { group, weight, passed, judged, ...(judged === 0 ? {} : { score: (passed / judged) * 100 }) }
}

function scoreGroups(metrics: MetricJudgement[], weights: Record<string, number>): GroupScore[] {
  const names = [...new Set(metrics.map((each) => each.group))]
  const named = Object.values(weights).reduce((sum, weight) => sum + weight, 0)
  const unnamed = names.filter((name) => weights[name] === undefined).length
  const rest = unnamed === 0 ? 0 : (100 - named) / unnamed
  return names.map((name) =>
    scoreGroup(
      name,
      metrics.filter((each) => each.group === name),
      weights[name] ?? rest,
    ),
  )
}

/** The weighted mean over groups that have a score: one without data neither helps nor hurts. */
function scoreAll(groups: GroupScore[]): number | undefined {
  const scored = groups.filter((group) => group.score !== undefined)
  const weight = scored.reduce((sum, group) => sum + group.weight, 0)
  if (weight === 0) return undefined
  const sum = scored.reduce((total, group) => total + group.score! * group.weight, 0)
  return Math.round((sum / weight) * 100) / 100
}

const named = (metrics: MetricJudgement[]) => metrics.map((each) => each.metric).join(', ')

function conclude(
  metrics: MetricJudgement[],
  score: number | undefined,
  config: JudgeConfig,
): Pick<CanaryJudgement, 'verdict' | 'reason'> {
  const alone = metrics.filter((each) => each.failsAlone)
  if (alone.length > 0) return { verdict: 'fail', reason: `Critical and worse than the baseline: ${named(alone)}.` }
  const thin = metrics.filter((each) => each.classification === 'thin')
  if (thin.length > 0) return { verdict: 'hold', reason: `Too few samples for a verdict: ${named(thin)}.` }
  const empty = metrics.filter((each) => each.classification === 'nodata')
  const critical = empty.filter((each) => config.metrics[each.metric]?.critical)
  if (critical.length > 0) return { verdict: 'hold', reason: `No data for what is critical: ${named(critical)}.` }
  if (score === undefined || (empty.length / metrics.length) * 100 >= NODATA_LIMIT)
    return { verdict: 'hold', reason: `No data for ${empty.length} of ${metrics.length} metrics.` }
  const against = `pass from ${config.pass}, marginal from ${config.marginal}`
  if (score >= config.pass) return { verdict: 'pass', reason: `Score ${score} (${against}).` }
  return { verdict: score >= config.marginal ? 'marginal' : 'fail', reason: `Score ${score} (${against}).` }
}

/**
 * Judges a canary. Without metrics in the configuration every metric that has samples is judged with the defaults. Scoring follows Kayenta's weighted sum
 * (spinnaker/kayenta, WeightedSumScorer), except that missing data is never counted as a pass: its group drops out, and a critical metric without data holds.
 */
export function judgeCanary(samples: Record<string, MetricSamples>, config: JudgeConfig): CanaryJudgement {
  const configured = Object.keys(config.metrics)
  const names = configured.length > 0 ? configured : Object.keys(samples)
  const settings = (name: string): JudgedMetric => config.metrics[name] ?? judgedMetricSchema.parse({})
  const metrics = names.map((name) =>
    judgeMetric(name, settings(name), samples[name] ?? { canary: [], baseline: [] }, config),
  )
  const groups = scoreGroups(metrics, config.groups)
  const score = scoreAll(groups)
  const ignored = configured.length > 0 ? Object.keys(samples).filter((name) => !configured.includes(name)) : []
  return { ...conclude(metrics, score, config), ...(score === undefined ? {} : { score }), metrics, groups, ignored }
}
