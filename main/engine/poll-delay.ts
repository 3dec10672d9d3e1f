/** When a metric's source is asked next. */
import { errorRetryMs, limitsOf } from '../../shared/analysis/measurement/limits.ts'
import type { Metric } from '../../shared/runbook/model.ts'

/** A source that has been failing for long is asked at least so often, or every interval when that is longer. */
export const LONGEST_RETRY_MS = 20_000

type Polled = Pick<Metric, 'intervalMs' | 'errorRetryMs' | 'consecutiveErrorLimit'>

/**
 * Ms until the next question. A source that answers is asked every interval. One that failed is asked again after `error-retry` (10 s, or the
 * interval when that is shorter), until it is blind; from then on the wait doubles with each failure up to 20 s, so that a server in
 * trouble is not flooded and one that is back is seen soon.
 */
export const pollDelayMs = (metric: Polled, consecutiveErrors: number): number => {
  const { intervalMs } = metric
  if (consecutiveErrors === 0) return intervalMs
  const retryMs = errorRetryMs(metric)
  const doublings = Math.max(0, consecutiveErrors - limitsOf(metric).errorsInARow)
  const longestMs = Math.max(retryMs, intervalMs, LONGEST_RETRY_MS)
  return Math.min(longestMs, retryMs * 2 ** Math.min(doublings, 10))
}
