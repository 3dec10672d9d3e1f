/** What people said and did and what the cockpit noticed, oldest first. */
import { type FeedItem, projectFeed } from '../../domain/project-feed.ts'
import type { RecordedEvent } from '../../events/index.ts'
import { type Ground, instant, stepTitles, timeOfDay } from './ground.ts'
import { table } from './markdown-blocks.ts'

export type Stretch = { fromMs: number; toMs: number }

/** The day of the first row stands in the heading of the column. */
export function timelineTable(ground: Ground, { fromMs, toMs }: Stretch, only?: (item: FeedItem) => boolean): string {
  const inside = (event: RecordedEvent) => {
    const atMs = Date.parse(event.recordedAt)
    return atMs >= fromMs && atMs <= toMs
  }
  const items = projectFeed(ground.events.filter(inside), stepTitles(ground), Number.POSITIVE_INFINITY)
    .toReversed()
    .filter((item) => only?.(item) ?? true)
  const isOneDay = toMs - fromMs < 86_400_000
  const rows = items.map(({ atMs, who, text, seq }) => [
    isOneDay ? timeOfDay(ground, atMs) : instant(ground, atMs),
    who,
    text,
    String(seq),
  ])
  return table(['When', 'Who', 'What', 'Entry'], rows, 'Nothing is on record in this time.')
}
