import type { Sample } from '../contract/results.ts'

type IsUsable = (sample: Sample) => boolean

/** Indices worth keeping of `samples[from..to)`: where the usable value is lowest and highest. */
const extremes = (samples: readonly Sample[], from: number, to: number, isUsable: IsUsable): number[] => {
  let lowest = -1
  let highest = -1
  for (let index = from; index < to; index++) {
    if (!isUsable(samples[index]!)) continue
    const value = samples[index]![1]!
    if (lowest < 0 || value < samples[lowest]![1]!) lowest = index
    if (highest < 0 || value > samples[highest]![1]!) highest = index
  }
  if (lowest < 0) return []
  if (lowest === highest) return [lowest]
  return lowest < highest ? [lowest, highest] : [highest, lowest]
}

/** Makes stretches without rows (the cockpit was away) visible as a missing value. */
const withGaps = (samples: readonly Sample[], gapMs: number): Sample[] => {
  const all: Sample[] = []
  for (const sample of samples) {
    const before = all.at(-1)
    if (before !== undefined && before[1] !== null && sample[1] !== null && sample[0] - before[0] > gapMs) {
      all.push([before[0] + Math.round((sample[0] - before[0]) / 2), null, 0])
    }
    all.push(sample)
  }
  return all
}

/** One sample that cannot be judged between two kept ones is enough to break a line; one without a value says more than a thin one. */
const joinWithNulls = (samples: readonly Sample[], kept: readonly number[], isUsable: IsUsable): Sample[] => {
  const result: Sample[] = []
  let after = 0
  for (const index of [...kept, samples.length]) {
    const between = samples.slice(after, index)
    const missing = between.find((each) => each[1] === null) ?? between.find((each) => !isUsable(each))
    if (missing !== undefined) result.push(missing)
    if (index < samples.length) result.push(samples[index]!)
    after = index + 1
  }
  return result
}

const keptIndices = (samples: readonly Sample[], buckets: number, isUsable: IsUsable): number[] => {
  const firstMs = samples[0]![0]
  const spanMs = Math.max(1, samples.at(-1)![0] - firstMs)
  const kept = new Set<number>()
  let from = 0
  for (let bucket = 0; bucket < buckets; bucket++) {
    const endMs = bucket === buckets - 1 ? Infinity : firstMs + (spanMs * (bucket + 1)) / buckets
    let to = from
    while (to < samples.length && samples[to]![0] < endMs) to++
    for (const index of extremes(samples, from, to, isUsable)) kept.add(index)
    from = to
  }
  for (const index of [samples.findIndex(isUsable), samples.findLastIndex(isUsable)]) {
    if (index >= 0) kept.add(index)
  }
  return [...kept].sort((a, b) => a - b)
}

/**
 * At most `points` samples (at least 8) that draw the same picture: of every stretch of time the lowest and the highest value, the first and
 * the newest value, and a missing value wherever one stood between two kept ones; nothing is averaged, so no breach can vanish and no gap
 * can close. `samples` ascend in time. With `gapMs`, neighbours further apart than that get a missing value between them. A value with fewer
 * than `minVolume` samples behind it is thin: it hides no other, and counts as missing.
 */
export const decimate = (
  samples: readonly Sample[],
  points: number,
  gapMs = Number.POSITIVE_INFINITY,
  minVolume = 0,
): Sample[] => {
  const isUsable: IsUsable = ([, value, count]) => value !== null && count >= minVolume
  const all = Number.isFinite(gapMs) ? withGaps(samples, gapMs) : [...samples]
  const limit = Math.max(8, points)
  if (all.length <= limit) return all
  const gaps = !all.every(isUsable)
  const buckets = Math.max(1, Math.floor((gaps ? limit - 5 : limit - 2) / (gaps ? 4 : 2)))
  return joinWithNulls(all, keptIndices(all, buckets, isUsable), isUsable)
}
