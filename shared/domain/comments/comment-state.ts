import type { Actor, PayloadOf } from '../../events/index.ts'
import type { Step } from '../../runbook/model.ts'

type Said = { by: Actor; atMs: number; seq: number }

export type CommentState = PayloadOf<'comment.added'> &
  Said & {
    /** The step as it was when it was said: what a difference is shown against. */
    about?: Step
    /** Of the first one of a thread. */
    resolved?: Omit<Said, 'seq'> & { words?: string }
  }
