/** What one jumps to: starts and ends, breaches, decisions, the way back, what people said. */
import { type FeedKind, projectFeed } from '../domain/project-feed.ts'
import type { RecordedEvent } from '../events/index.ts'

export type ReplayMark = { seq: number; atMs: number; kind: FeedKind; text: string; who: string }

/** Oldest first, with the times of `timesOf`. */
export function projectMarks(
  events: readonly RecordedEvent[],
  times: readonly number[],
  titles: ReadonlyMap<string, string>,
): ReplayMark[] {
  const at = new Map(events.map(({ seq }, index) => [seq, times[index]!]))
  return projectFeed(events, titles, Number.POSITIVE_INFINITY)
    .toReversed()
    .map(({ seq, kind, text, who }) => ({ seq, atMs: at.get(seq)!, kind, text, who }))
}
