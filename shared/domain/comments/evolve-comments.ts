import type { RecordedEvent } from '../../events/index.ts'
import type { Batch } from '../batch.ts'
import type { ReleaseState } from '../state.ts'
import { selectStep } from '../steps.ts'
import type { CommentState } from './comment-state.ts'

const changeIn =
  (batch: Batch) =>
  (state: ReleaseState, id: string, next: (comment: CommentState) => CommentState): ReleaseState => ({
    ...state,
    comments: batch.change(state.comments, (each) => each.comment === id, next),
  })

export function evolveComments(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  const change = changeIn(batch)
  const said = { by: event.actor, atMs: Date.parse(event.recordedAt) }
  switch (event.type) {
    case 'comment.added': {
      const about = state.definition && selectStep(state.definition, event.payload.stepId)
      const added = { ...event.payload, ...said, seq: event.seq, ...(about ? { about } : {}) }
      return { ...state, comments: batch.append(state.comments, added) }
    }
    case 'comment.resolved': {
      const { comment, words } = event.payload
      return change(state, comment, (each) => ({ ...each, resolved: { ...said, ...(words ? { words } : {}) } }))
    }
    case 'comment.reopened':
      return change(state, event.payload.comment, ({ resolved: _, ...each }) => each)
    default:
      return state
  }
}
