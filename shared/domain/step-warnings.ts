/** What a person should notice about a running step before it fails: it takes longer than planned, or has gone quiet. */
import { formatClock } from '../documents/words.ts'
import { LATE_MS } from './project-groups.ts'
import type { StepView } from './select-steps.ts'

export function selectWarnings(view: StepView, nowMs: number): string[] {
  const { last, plannedMs, retry } = view
  if (retry)
    return [
      `Tried again in ${formatClock(Math.max(0, retry.atMs - nowMs))}, retry ${retry.used + 1} of ${retry.allowed}.`,
    ]
  if (!last || last.endedAtMs !== undefined || view.status === 'unknown') return []
  const overMs = plannedMs === undefined ? 0 : nowMs - last.startedAtMs - plannedMs
  const { silentSinceMs } = last
  return [
    ...(overMs > LATE_MS ? [`Over plan by ${formatClock(overMs)}.`] : []),
    ...(silentSinceMs === undefined ? [] : [`Nothing printed for ${formatClock(nowMs - silentSinceMs)}.`]),
  ]
}
