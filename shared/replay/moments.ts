/** Where in a record one is: how many of its entries have happened, and what the clock said. */
import type { RecordedEvent } from '../events/index.ts'

/** `count` entries have happened at `ms`. */
export type Moment = { count: number; ms: number }

/** How many of `sorted` are at most `wanted`. */
export function countUpTo(sorted: readonly number[], wanted: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** Times of entries in their order. A clock that was set back stands still instead: what came later is never shown earlier. */
export function timesOf(events: readonly RecordedEvent[]): number[] {
  let latest = Number.NEGATIVE_INFINITY
  return events.map(({ recordedAt }) => {
    latest = Math.max(latest, Date.parse(recordedAt))
    return latest
  })
}

export const momentAt = (times: readonly number[], ms: number): Moment => ({ count: countUpTo(times, ms), ms })

/** Right after an entry; `index` counts from 0. Later entries of the same millisecond have not happened then. */
export const momentOf = (times: readonly number[], index: number): Moment => ({ count: index + 1, ms: times[index]! })
