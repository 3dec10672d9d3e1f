/** Comments on the runbook as threads: what stands, and what was said of a step that reads differently now. */
import { sameStep } from '../../runbook/digests.ts'
import type { Step } from '../../runbook/model.ts'
import type { ReleaseState } from '../state.ts'
import { selectStep } from '../steps.ts'
import type { CommentState } from './comment-state.ts'

export type CommentThread = {
  first: CommentState
  replies: CommentState[]
  /** The step as it is now; undefined when the runbook has none of that id any more. */
  step?: Step
  /** `changed`: the step does something else now. `gone`: there is no such step. */
  outdated?: 'changed' | 'gone'
}

function outdatedBy(first: CommentState, step: Step | undefined): CommentThread['outdated'] {
  if (!step) return 'gone'
  return first.about && !sameStep(first.about, step) ? 'changed' : undefined
}

/** Oldest first. */
export function selectCommentThreads({ comments = [], definition }: ReleaseState): CommentThread[] {
  return comments
    .filter(({ replyTo }) => replyTo === undefined)
    .map((first) => {
      const step = definition && selectStep(definition, first.stepId)
      const outdated = outdatedBy(first, step)
      return {
        first,
        replies: comments.filter(({ replyTo }) => replyTo === first.comment),
        ...(step ? { step } : {}),
        ...(outdated ? { outdated } : {}),
      }
    })
}

export const isOpenThread = ({ first }: CommentThread): boolean => first.resolved === undefined
