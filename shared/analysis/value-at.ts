/** What a metric was at an instant, as a cursor over its chart tells it. */
import type { Sample } from '../contract/results.ts'
import { firstFrom, type PictureRule } from './picture.ts'

/** `before`: the first sample is later. A value has the lowest and highest of the column around the instant. */
export type ValueAt =
  | { kind: 'value'; low: number; high: number }
  | { kind: 'thin'; low: number; high: number }
  | { kind: 'blind' }
  | { kind: 'before' }

/** `columnMs` is the time one column of the chart stands for. */
export function valueAt(
  samples: readonly Sample[],
  atMs: number,
  columnMs: number,
  { gapMs, minVolume, coarseToMs = Number.NEGATIVE_INFINITY }: PictureRule,
): ValueAt {
  const to = firstFrom(samples, atMs + columnMs / 2)
  const last = samples[to - 1]
  if (!last) return { kind: 'before' }
  const from = Math.min(to - 1, firstFrom(samples, atMs - columnMs / 2))
  const column = samples.slice(from, to).filter(([, value]) => value !== null)
  const usable = column.filter(([, , count]) => count >= minVolume)
  const shown = (usable.length > 0 ? usable : column).map(([, value]) => value!)
  const isGone = atMs - last[0] > Math.max(gapMs, last[0] <= coarseToMs ? columnMs : 0)
  if (shown.length === 0 || isGone) return { kind: 'blind' }
  return { kind: usable.length > 0 ? 'value' : 'thin', low: Math.min(...shown), high: Math.max(...shown) }
}
