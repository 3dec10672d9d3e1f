/** Samples further apart than this many intervals have a gap between them, as for a breach (B2). */
const GAP_INTERVALS = 2.5

export type Stretch = { fromMs: number; toMs: number }

/**
 * The stretches between two instants that have no samples, oldest first: gaps of more than 2.5 intervals, less an interval at each end that a
 * sample stands at. `timesMs` ascends.
 */
export const missingStretches = (
  timesMs: readonly number[],
  fromMs: number,
  toMs: number,
  intervalMs: number,
): Stretch[] => {
  const found: Stretch[] = []
  let before: number | undefined
  for (const atMs of [...timesMs.filter((each) => each >= fromMs && each <= toMs), undefined]) {
    const start = before === undefined ? fromMs : before + intervalMs
    const end = atMs === undefined ? toMs : atMs - intervalMs
    const isGap = (atMs ?? toMs) - (before ?? fromMs) > GAP_INTERVALS * intervalMs
    if (isGap && end > start) found.push({ fromMs: start, toMs: end })
    before = atMs
  }
  return found
}
