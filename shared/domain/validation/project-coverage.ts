/** What of the validation period was really observed (docs/validation.md, V3 to V5). */
import type { Metric } from '../../runbook/model.ts'
import type { ReleaseState } from '../state.ts'
import { selectValidation, type ValidationPeriod } from './period.ts'

/** The validation gate asks for so much of the period, per metric. */
export const NEEDED_COVERAGE = 0.9

export type MetricCoverage = {
  metric: string
  title: string
  /** 0 to 1 of the period up to now. */
  share: number
  /** Of it known only afterwards. */
  lateShare: number
  /** 0 to 1 for each day of the period that has begun. */
  days: number[]
  isEnough: boolean
}

export type CoverageView = {
  period: ValidationPeriod
  /** Up to when it was measured; absent when it never was. */
  measuredToMs?: number
  metrics: MetricCoverage[]
}

const DAY_MS = 86_400_000

/** Metrics the gate asks about: measured ones with a target that count. */
export const watchedMetrics = (metrics: readonly Metric[]): Metric[] =>
  metrics.filter(
    ({ dryRun, source, target }) =>
      !dryRun && source.kind !== 'ledger' && (target.below !== undefined || target.above !== undefined),
  )

function dayShares(days: readonly number[], { fromMs }: ValidationPeriod, toMs: number): number[] {
  const begun = Math.max(0, Math.ceil((toMs - fromMs) / DAY_MS))
  return Array.from({ length: begun }, (_, day) => {
    const lengthMs = Math.min(DAY_MS, toMs - fromMs - day * DAY_MS)
    return Math.min(1, (days[day] ?? 0) / lengthMs)
  })
}

/** Time that was not measured yet counts as not seen: nothing is taken for health that nobody looked at. Undefined while nothing is live. */
export function projectCoverage(state: ReleaseState, nowMs: number): CoverageView | undefined {
  const period = selectValidation(state)
  if (!period) return undefined
  const toMs = Math.min(Math.max(nowMs, period.fromMs), period.toMs)
  const measured = state.coverage?.runId === period.run.id ? state.coverage : undefined
  const spanMs = Math.max(1, toMs - period.fromMs)
  return {
    period,
    ...(measured ? { measuredToMs: measured.toMs } : {}),
    metrics: watchedMetrics(period.run.definition.metrics).map(({ name, title }): MetricCoverage => {
      const { coveredMs, lateMs, days } = measured?.metrics[name] ?? { coveredMs: 0, lateMs: 0, days: [] }
      const share = Math.min(1, coveredMs / spanMs)
      return {
        ...{ metric: name, title, share },
        lateShare: Math.min(share, lateMs / spanMs),
        days: dayShares(days, period, toMs),
        isEnough: share >= NEEDED_COVERAGE,
      }
    }),
  }
}
