/** A canary against its baseline in words: one line as a whole, one for each metric. */
import type { CanaryVerdict } from '../analysis/judge/judge-canary.ts'
import type { ComparedMetric, JudgeView } from '../analysis/judge/judge-view.ts'

export const VERDICT_NAMES: Record<CanaryVerdict, string> = {
  pass: 'Pass',
  marginal: 'Marginal',
  fail: 'Fail',
  hold: 'No verdict',
}

export const CLASS_NAMES: Record<ComparedMetric['classification'], string> = {
  pass: 'Pass',
  high: 'High',
  low: 'Low',
  thin: 'Thin',
  nodata: 'No data',
  missing: 'Missing',
  blind: 'Blind',
}

/** An instant as whoever reads it tells the time. */
type TimeOf = (ms: number) => string

/** `earliest verdict 22:41:10, 38 of 50 samples`. */
export function verdictTiming(
  { dueAtMs, earliestAtMs, fewest, least }: JudgeView,
  nowMs: number,
  timeOf: TimeOf,
): string {
  const samples = fewest < least ? `, ${fewest} of ${least} samples` : ''
  if (earliestAtMs === undefined) return `no verdict can come${samples}`
  if (earliestAtMs > dueAtMs || fewest < least) return `earliest verdict ${timeOf(earliestAtMs)}${samples}`
  return nowMs < dueAtMs ? `verdict ${timeOf(dueAtMs)}` : 'verdict due'
}

/** What it would be now, while its time is not over. */
export const judgeHeading = (view: JudgeView, nowMs: number, timeOf: TimeOf): string => {
  const score = view.score === undefined || view.verdict === 'hold' ? '' : `, score ${view.score}`
  const word = VERDICT_NAMES[view.verdict]
  return `${nowMs < view.dueAtMs ? `So far ${word.toLowerCase()}` : word}${score}, ${verdictTiming(view, nowMs, timeOf)}`
}

export const judgeLines = (view: JudgeView, nowMs: number, timeOf: TimeOf): string[] => [
  judgeHeading(view, nowMs, timeOf),
  ...view.metrics.map(({ classification, words }) => `${CLASS_NAMES[classification].padEnd(12)} ${words}`),
]

type Asked = { verdict: 'marginal' | 'hold'; words: string; metrics: { words: string }[] }

/** What a judge asks the room about: the verdict there is, and what it rests on. */
export const judgeQuestion = (asked: Asked | undefined): string[] =>
  asked ? [`${VERDICT_NAMES[asked.verdict]}: ${asked.words}`, ...asked.metrics.map(({ words }) => words)] : []
