/** Metrics whose every sample is a question of its own: what goes wrong becomes a reading with the reason. */
import type { Metric } from '../../../shared/runbook/model.ts'
import type { OpenMetric, Reading } from '../../ports/metric-source.ts'
import { SourceError } from './source-error.ts'

/** A metric that is always an error, with the reason why it cannot be measured. */
export const unmeasurable = (error: string, nowMs: () => number): OpenMetric => ({
  sample: async () => ({ atMs: nowMs(), value: null, count: 0, error }),
  close: () => {},
})

export type Ask = (atMs: number, signal: AbortSignal) => Promise<Reading>

/** `prepare` resolves what the question needs, once; what it throws is the answer from then on. Closing ends a question that is open. */
export const openAsked = (nowMs: () => number, prepare: () => Ask): OpenMetric => {
  let ask: Ask
  try {
    ask = prepare()
  } catch (error) {
    if (error instanceof SourceError) return unmeasurable(error.message, nowMs)
    throw error
  }
  const closed = new AbortController()
  const sample = async (): Promise<Reading> => {
    const atMs = nowMs()
    try {
      return await ask(atMs, closed.signal)
    } catch (error) {
      return { atMs, value: null, count: 0, error: error instanceof Error ? error.message : String(error) }
    }
  }
  return { sample, close: () => closed.abort() }
}

/** Why a value that is there will stay THIN. */
const uncounted = (metric: Metric, remedy: string): string =>
  `Nothing says how many samples are behind this value, so min-volume ${metric.minVolume} is never met; ${remedy} or remove min-volume.`

/** A value with what stands behind it; without a count it is one, and says so where more are asked for. */
export const withCount = (
  reading: Reading & { value: number },
  metric: Metric,
  count: number | undefined,
  remedy: string,
): Reading => {
  if (count !== undefined) return { ...reading, count: Math.max(0, Math.round(count)) }
  return metric.minVolume <= 1 ? { ...reading, count: 1 } : { ...reading, count: 1, reason: uncounted(metric, remedy) }
}
