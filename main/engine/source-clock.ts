/** A source whose clock differs from this machine's is said once, not with every sample. */
import type { SourceClock } from '../ports/metric-source.ts'

/** Closer than this clocks are taken to agree; a clock that was off agrees again below half of it. */
export const AGREED_MS = 2000
/** A difference that was said is said anew when it has changed by so much. */
const CHANGED_MS = 5000

/**
 * What is to be said about a source's clock now, given what was said last (0: that it agrees; undefined: nothing yet). Undefined when that is
 * nothing new.
 */
export const clockNews = (saidMs: number | undefined, { aheadMs }: SourceClock): number | undefined => {
  const apartMs = Math.abs(aheadMs)
  if (saidMs === undefined) return apartMs > AGREED_MS ? Math.round(aheadMs) : 0
  if (saidMs === 0) return apartMs > AGREED_MS ? Math.round(aheadMs) : undefined
  if (apartMs < AGREED_MS / 2) return 0
  const changedMs = Math.abs(aheadMs - saidMs)
  return changedMs > CHANGED_MS + Math.abs(saidMs) / 10 ? Math.round(aheadMs) : undefined
}
