import { ask } from './ask.mjs'

export const QUERIES = {
  errorPercent: '100 * sum(rate(tariff_requests_total{code="500"}[5s])) / sum(rate(tariff_requests_total[5s]))',
  p95Ms: '1000 * histogram_quantile(0.95, sum by (le) (rate(tariff_request_seconds_bucket[5s])))',
  perSecond: 'sum(rate(tariff_requests_total[5s]))',
}

/** One number, or undefined where Prometheus has none (no series, no traffic, no answer). */
export async function query(place, text) {
  const { body } = await ask(`${place.prometheusUrl}/api/v1/query?query=${encodeURIComponent(text)}`)
  const value = Number(body?.data?.result?.[0]?.value?.[1] ?? Number.NaN)
  return Number.isFinite(value) ? value : undefined
}
