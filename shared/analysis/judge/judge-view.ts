/** A canary as it stands against its baseline, for a screen: what the verdict would be now, and when it can come. */
import type { Unit } from '../../runbook/model.ts'
import type { CanaryVerdict } from './judge-canary.ts'
import type { MetricClass } from './judge-metric.ts'

/** One side of a comparison. `median` of the samples that count; null without one. Times in ms. */
export type ComparedSide = {
  metric: string
  title: string
  fromMs: number
  toMs: number
  count: number
  median: number | null
}

export type ComparedMetric = {
  name: string
  title: string
  unit: Unit
  classification: MetricClass | 'blind'
  failsAlone: boolean
  /** Compared with its own samples of another time, not with the old version at this time. */
  isOwnPast: boolean
  canary: ComparedSide
  baseline: ComparedSide
  /** By how much the canary lies above the baseline, with its confidence interval, in the metric's unit. */
  shift?: number
  low?: number
  high?: number
  pValue?: number
  meanRatio?: number
  /** A sentence. */
  words: string
}

export type JudgeView = {
  /** What it would be if its time were over. */
  verdict: CanaryVerdict
  score?: number
  words: string
  metrics: ComparedMetric[]
  forMs: number
  /** When its time is over, as far as nobody looks away. */
  dueAtMs: number
  /** When a verdict can be had at the earliest; undefined when no number of samples to come makes one. */
  earliestAtMs?: number
  /** Samples of the side that has fewest, and how many each needs. */
  fewest: number
  least: number
}
