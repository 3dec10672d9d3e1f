import type { FeedKind } from '../../shared/domain/project-feed.ts'
import type { MarkName } from './mark.tsx'

const MARKS: Record<FeedKind, MarkName> = {
  note: 'note',
  action: 'action',
  remark: 'note',
  decision: 'decision',
  go: 'go',
  'no-go': 'no-go',
  deploy: 'play',
  breach: 'warning',
  fired: 'critical',
  recovered: 'dot',
  done: 'tick',
  failed: 'failed',
  unknown: 'unknown',
  rollback: 'back',
  deviation: 'flag',
}

export const feedMark = (kind: FeedKind): MarkName => MARKS[kind]
export const feedTone = (kind: FeedKind): string =>
  ['breach', 'fired', 'no-go', 'failed', 'rollback'].includes(kind) ? 'red' : 't1'
