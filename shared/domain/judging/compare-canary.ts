/** From the samples of a hold to what the judge says of them. Pure. */

import { describeValue } from '../../analysis/describe.ts'
import { type CanaryJudgement, judgeCanary } from '../../analysis/judge/judge-canary.ts'
import type { MetricJudgement } from '../../analysis/judge/judge-metric.ts'
import type { ComparedMetric, ComparedSide, JudgeView } from '../../analysis/judge/judge-view.ts'
import type { Blind } from '../../analysis/measurement/gate.ts'
import { percentile } from '../../analysis/statistics.ts'
import type { Sample } from '../../contract/results.ts'
import type { Metric } from '../../runbook/model.ts'
import type { GapState } from '../state.ts'
import type { JudgedPair, JudgeGoal, PairSide } from './select-judging.ts'

/** By metric name. */
export type PairedSamples = Record<string, { canary: readonly Sample[]; baseline: readonly Sample[] }>

/** CJ3. What was found late in a stretch nobody watched is no evidence; neither is a value with too little behind it. */
const valuesOf = (samples: readonly Sample[], { minVolume }: Metric, gaps: readonly GapState[]): number[] =>
  samples
    .filter(([atMs]) => !gaps.some((gap) => gap.fromMs < atMs && atMs <= gap.toMs))
    .map(([, value, count]) => (value === null || count < minVolume ? Number.NaN : value))

const sideOf = ({ metric, fromMs, toMs }: PairSide, values: readonly number[], count: number): ComparedSide => ({
  metric: metric.name,
  title: metric.title,
  fromMs,
  toMs,
  count,
  median: percentile(values.filter(Number.isFinite), 50) ?? null,
})

const signed = (value: number, unit: Metric['unit']) => `${value > 0 ? '+' : ''}${describeValue(value, unit)}`

function wordsOf(pair: JudgedPair, judged: MetricJudgement, sides: [ComparedSide, ComparedSide]): string {
  const { unit, title } = pair.canary.metric
  const [canary, baseline] = sides
  const against = pair.isOwnPast ? 'before the run' : baseline.title
  const shown = (value: number | null) => (value === null ? 'none' : describeValue(value, unit))
  const numbers = `${shown(canary.median)} against ${shown(baseline.median)} (${against})`
  const { test } = judged
  const shift = test
    ? `, shift ${signed(test.shift, unit)} (${signed(test.low, unit)} to ${signed(test.high, unit)}), ${canary.count} and ${baseline.count} samples`
    : ''
  return `${title}: ${numbers}${shift}. ${judged.reason}`
}

function comparedOf(
  pair: JudgedPair,
  judged: MetricJudgement,
  blind: Blind | undefined,
  values: number[][],
): ComparedMetric {
  const sides: [ComparedSide, ComparedSide] = [
    sideOf(pair.canary, values[0]!, judged.canary.count),
    sideOf(pair.baseline, values[1]!, judged.baseline.count),
  ]
  const { test, meanRatio } = judged
  const numbers = test ? { shift: test.shift, low: test.low, high: test.high } : {}
  const blindWords = blind && `${pair.canary.metric.title}: cannot be measured now: ${blind.reason.replace(/\.$/, '')}.`
  return {
    name: pair.name,
    title: pair.canary.metric.title,
    unit: pair.canary.metric.unit,
    classification: blind ? 'blind' : judged.classification,
    failsAlone: judged.failsAlone,
    isOwnPast: pair.isOwnPast,
    canary: sides[0],
    baseline: sides[1],
    ...numbers,
    ...(test && Number.isFinite(test.pValue) ? { pValue: test.pValue } : {}),
    ...(meanRatio === undefined ? {} : { meanRatio }),
    words: blindWords ?? wordsOf(pair, judged, sides),
  }
}

/** CJ4. A source that does not answer now makes no verdict but a failed one, which rests on what was seen. */
function withBlind(judgement: CanaryJudgement, blind: string[]): Pick<JudgeView, 'verdict' | 'words'> {
  if (blind.length === 0 || judgement.verdict === 'fail') return { verdict: judgement.verdict, words: judgement.reason }
  return { verdict: 'hold', words: `No verdict: ${blind.join(', ')} cannot be measured now.` }
}

/** When each side that grows has its samples; undefined when one that does not grow has too few. */
function enoughAtMs(pairs: JudgedPair[], metrics: ComparedMetric[], least: number, nowMs: number): number | undefined {
  const times = pairs.flatMap((pair, index) =>
    (['canary', 'baseline'] as const).map((which) => {
      const missing = least - metrics[index]![which].count
      if (missing <= 0) return nowMs
      return which === 'baseline' && pair.isOwnPast ? Number.NaN : nowMs + missing * pair[which].metric.intervalMs
    }),
  )
  const latest = Math.max(nowMs, ...times)
  return Number.isNaN(latest) ? undefined : latest
}

export function compareCanary(
  goal: JudgeGoal,
  samples: PairedSamples,
  {
    gaps,
    blind,
    nowMs,
    dueAtMs,
  }: { gaps: readonly GapState[]; blind: Record<string, Blind>; nowMs: number; dueAtMs: number },
): JudgeView {
  const { pairs, config } = goal
  const values = pairs.map(({ name, canary, baseline }) => [
    valuesOf(samples[name]?.canary ?? [], canary.metric, gaps),
    valuesOf(samples[name]?.baseline ?? [], baseline.metric, gaps),
  ])
  const judgement = judgeCanary(
    Object.fromEntries(
      pairs.map(({ name }, index) => [name, { canary: values[index]![0]!, baseline: values[index]![1]! }]),
    ),
    config,
  )
  const blindOf = ({ canary, baseline, isOwnPast }: JudgedPair) =>
    blind[canary.metric.name] ?? (isOwnPast ? undefined : blind[baseline.metric.name])
  const metrics = pairs.map((pair, index) => comparedOf(pair, judgement.metrics[index]!, blindOf(pair), values[index]!))
  const lost = goal.missing.length > 0 ? goal.missing : pairs.filter(blindOf).map(({ canary }) => canary.metric.title)
  const least = config['min-samples']
  const enoughMs = enoughAtMs(pairs, metrics, least, nowMs)
  return {
    ...withBlind(judgement, lost),
    ...(judgement.score === undefined ? {} : { score: judgement.score }),
    metrics,
    forMs: goal.forMs,
    dueAtMs,
    ...(enoughMs === undefined ? {} : { earliestAtMs: Math.max(dueAtMs, enoughMs) }),
    fewest:
      metrics.length === 0 ? 0 : Math.min(...metrics.flatMap(({ canary, baseline }) => [canary.count, baseline.count])),
    least,
  }
}
