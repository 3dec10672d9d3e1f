/** Every comment on the runbook, open ones first; also on steps that are gone. */
import type { CommentThread } from '../../../shared/domain/comments/select-comments.ts'
import { isOpenThread } from '../../../shared/domain/comments/select-comments.ts'
import { useSession } from '../../state/context.tsx'
import { jumpToStep } from './jump.ts'
import { type Review, ReviewContext } from './review-context.ts'
import { Thread } from './step-comments.tsx'

type Props = { threads: readonly CommentThread[]; review: Review }

export function CommentsPanel({ threads, review }: Props) {
  if (threads.length === 0)
    return (
      <p className="empty">
        Nobody has said anything yet. Choose a step and press C, or its “Comment”: what is said goes on the record with
        the step as it is now. `cockpit comment` says the same from a terminal.
      </p>
    )
  const sorted = [...threads.filter(isOpenThread), ...threads.filter((each) => !isOpenThread(each))]
  return (
    <ReviewContext value={review}>
      <ul className="rows review-list">
        {sorted.map((thread) => (
          <CommentRow key={thread.first.comment} thread={thread} />
        ))}
      </ul>
    </ReviewContext>
  )
}

function CommentRow({ thread }: { thread: CommentThread }) {
  const { ui } = useSession()
  const { step, first } = thread
  return (
    <li className="review-comment-row">
      {step ? (
        <button type="button" className="review-row" onClick={() => jumpToStep(ui, step.id)}>
          <b className="clip" dir="auto">
            {step.title}
          </b>
        </button>
      ) : (
        <b className="clip">{first.stepId}</b>
      )}
      <Thread thread={thread} />
    </li>
  )
}
