/** Which marks over the charts stand for themselves, and which together. */
import type { Stretch } from '../../../shared/analysis/what-if.ts'
import type { FeedItem } from '../../../shared/domain/project-feed.ts'
import { shareOf } from '../../charts/place.ts'

/** Marks closer than this share of the axis are one, with the words of all. */
const APART = 4.5
/** The kind that a mark of several shows. */
const GRAVITY: FeedItem['kind'][] = ['fired', 'rollback', 'no-go', 'failed', 'breach', 'deploy', 'unknown', 'deviation']

export type MarkGroup = { at: number; items: FeedItem[]; shown: FeedItem }

const gravity = ({ kind }: FeedItem) => (GRAVITY.includes(kind) ? GRAVITY.indexOf(kind) : GRAVITY.length)

/** `marks` ascend in time. */
export function groupMarks(marks: readonly FeedItem[], axis: Stretch): MarkGroup[] {
  const groups: MarkGroup[] = []
  for (const item of marks) {
    const at = shareOf(axis, item.atMs)
    const last = groups.at(-1)
    if (at < 0 || at > 100) continue
    if (last && at - last.at < APART) {
      last.items.push(item)
      if (gravity(item) < gravity(last.shown)) last.shown = item
    } else groups.push({ at, items: [item], shown: item })
  }
  return groups
}
