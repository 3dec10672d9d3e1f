/** How a metric is measured, in one sentence: beside its value on the screen. */
import { describeDuration } from '../analysis/describe.ts'
import type { Metric, MetricSource } from '../runbook/model.ts'

const PROBED = {
  'error-rate': 'Share of failed requests',
  availability: 'Share of good requests',
  p50: 'Median response time',
  p95: '95th percentile of response times',
  p99: '99th percentile of response times',
  requests: 'Requests',
}

const words = (source: MetricSource, windowMs: number): string => {
  switch (source.kind) {
    case 'http-probe':
      return `${PROBED[source.measure]} to ${source.url} over ${describeDuration(windowMs)}, ${source.rate} a second`
    case 'prometheus':
      return `Prometheus at ${source.url}: ${source.query}`
    case 'alertmanager':
      return `Active alerts at ${source.url}${source.matchers.length > 0 ? ` with ${source.matchers.join(', ')}` : ''}`
    case 'json':
      return `"${source.path}" at ${source.url}`
    case 'command':
      return `What "${source.run}" prints`
    case 'ledger':
      return `The ledger's own ${source.measure}`
    case 'not-yet':
      return `A source (${source.of}) that was not acted on when this was recorded`
  }
}

export const sourceWords = ({ source, intervalMs, windowMs, minVolume }: Metric): string => {
  const least = minVolume > 0 ? `; no verdict below ${minVolume} samples` : ''
  return `${words(source, windowMs)}. Asked every ${describeDuration(intervalMs)}${least}.`
}
