/**
 * The percentile by nearest rank: the smallest value such that at least `percent` % of all values are at or below it. A value that really
 * occurred, never an interpolation. `undefined` when there are no values.
 */
export const percentile = (values: readonly number[], percent: number): number | undefined => {
  if (values.length === 0) return undefined
  const sorted = Float64Array.from(values).sort()
  const rank = Math.ceil((percent / 100) * sorted.length)
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1]
}

/** Part of the whole in percent; `undefined` for an empty whole: nothing happened is not zero percent. */
export const percentOf = (part: number, whole: number): number | undefined =>
  whole === 0 ? undefined : (part / whole) * 100
