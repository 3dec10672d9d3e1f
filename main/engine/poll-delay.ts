/** When a metric's source is asked next. */
import { CONSECUTIVE_ERROR_LIMIT } from '../../shared/analysis/judge-target.ts'
import type { Metric } from '../../shared/runbook/model.ts'

export const ERROR_RETRY_MS = 10_000
/** A source that has been failing for long is asked at least so often, or every interval when that is longer. */
export const LONGEST_RETRY_MS = 30_000

type Polled = Pick<Metric, 'intervalMs' | 'errorRetryMs'>

/**
 * Ms until the next question. A source that answers is asked every interval. One that failed is asked again after `error-retry` (10 s, or the
 * interval when that is shorter), until it is blind; from then on the wait doubles with each failure up to half a minute, so that a server in
 * trouble is not flooded and one that is back is seen soon.
 */
export const pollDelayMs = (metric: Polled, consecutiveErrors: number): number => {
  const { intervalMs, errorRetryMs = Math.min(intervalMs, ERROR_RETRY_MS) } = metric
  if (consecutiveErrors === 0) return intervalMs
  const doublings = Math.max(0, consecutiveErrors - CONSECUTIVE_ERROR_LIMIT)
  const longestMs = Math.max(errorRetryMs, intervalMs, LONGEST_RETRY_MS)
  return Math.min(longestMs, errorRetryMs * 2 ** Math.min(doublings, 10))
}
