/** The limits of a metric with their defaults: those of Argo Rollouts' analysis (M4 to M8 of docs/metrics.md). */
import type { Metric } from '../../runbook/model.ts'

export const CONSECUTIVE_ERROR_LIMIT = 4
export const ERROR_RETRY_MS = 10_000

/** Usable measurements further apart than so many intervals have a gap between them (M9, and B2 of `breach.ts`). */
export const NEIGHBOUR_INTERVALS = 2.5

/** Each is the most that is borne: what goes beyond it tells. */
export const limitsOf = (metric: Partial<Metric>) => ({
  failures: metric.failureLimit ?? 0,
  inconclusives: metric.inconclusiveLimit ?? 0,
  errorsInARow: metric.consecutiveErrorLimit ?? CONSECUTIVE_ERROR_LIMIT,
})

/** M8. When a source that failed is asked again at first, in ms. */
export const errorRetryMs = (metric: Pick<Metric, 'intervalMs' | 'errorRetryMs'>): number =>
  metric.errorRetryMs ?? Math.min(metric.intervalMs, ERROR_RETRY_MS)

/** M10. A value older than this, in ms, is no longer evidence. */
export const staleAfterMs = (metric: Pick<Metric, 'intervalMs'>): number => Math.max(3 * metric.intervalMs, 5000)
