/** How DORA values and past releases are put in words, for terminal and screen. */
import { DAY_MS } from '../analysis/dora/clusters.ts'
import type { DoraValue } from '../analysis/dora/measure-dora.ts'
import { formatClock } from './words.ts'

const one = (value: number): string => (value >= 10 ? String(Math.round(value)) : String(Number(value.toFixed(1))))

/** `3.2 per day`, `1.4 per week`, `2 in 6 months`. */
export function frequencyWords(perDay: number): string {
  if (perDay >= 1) return `${one(perDay)} per day`
  if (perDay * 7 >= 1) return `${one(perDay * 7)} per week`
  return perDay * 30 >= 1 ? `${one(perDay * 30)} per month` : `${one(perDay * 182)} in 6 months`
}

/** Clocks up to a day, then days. */
export const spanWords = (ms: number): string => (ms < 2 * DAY_MS ? formatClock(ms) : `${one(ms / DAY_MS)} days`)

/** `No data` is a word of its own, never a zero. */
export function doraWords({ measure, status, value }: DoraValue): string {
  if (status === 'no-data' || value === undefined) return 'No data'
  if (measure === 'frequency') return frequencyWords(value)
  return measure === 'lead-time' || measure === 'recovery' ? spanWords(value) : `${one(value)} %`
}

/** The cluster, or why there is none. */
export function clusterWords({ status, needs, placed, measure }: DoraValue): string {
  if (status === 'no-data') return ''
  if (status === 'thin') return `Thin: ${needs}`
  return placed?.words ?? (measure === 'rework' ? 'no clusters' : '')
}
