/** What is done to samples before they are compared: missing values and outliers, each by a named strategy. */
import type { JudgedMetric } from './config.ts'

/** Percentile by linear interpolation at p(n + 1), Hyndman & Fan's type 6. `sorted` ascends and is not empty. */
function percentileBetween(sorted: Float64Array, percent: number): number {
  const place = (percent / 100) * (sorted.length + 1)
  const below = Math.floor(place)
  if (below < 1) return sorted[0]!
  if (below >= sorted.length) return sorted.at(-1)!
  const [low, high] = [sorted[below - 1]!, sorted[below]!]
  return low + (place - below) * (high - low)
}

/** Tukey's fences, never tighter than the 1st and 99th percentile. */
function fences(values: readonly number[], factor: number): { low: number; high: number } {
  const sorted = Float64Array.from(values).sort()
  const [first, third] = [percentileBetween(sorted, 25), percentileBetween(sorted, 75)]
  const reach = factor * (third - first)
  return {
    low: Math.min(first - reach, percentileBetween(sorted, 1)),
    high: Math.max(third + reach, percentileBetween(sorted, 99)),
  }
}

export type CleanSamples = { values: number[]; missing: number; outliers: number }

/** Values fit to be compared, and how many were missing or left out as outliers. Anything that is no finite number is missing. */
export function cleanSamples(raw: readonly number[], metric: JudgedMetric): CleanSamples {
  const finite = raw.filter(Number.isFinite)
  const missing = raw.length - finite.length
  const filled = metric.missing === 'replace' ? raw.map((value) => (Number.isFinite(value) ? value : 0)) : finite
  if (metric.outliers === 'keep' || filled.length === 0) return { values: filled, missing, outliers: 0 }
  const { low, high } = fences(filled, metric['outlier-factor'])
  const values = filled.filter((value) => value >= low && value <= high)
  return { values, missing, outliers: filled.length - values.length }
}
