/**
 * What people said of an issue.
 *
 *   open ──▶ taken ──▶ resolved ──▶ closed
 *     │        └──▶ accepted (a role's word: it is a known issue)
 *     └─ resolved, accepted and closed ──(reopened)──▶ open
 */
import type { Actor, PayloadOf } from '../../events/index.ts'

type Said = { by: Actor; atMs: number }

export type IssueState = {
  /** Absent for one the record made itself: a decision or a late finding. */
  reported?: Omit<PayloadOf<'issue.reported'>, 'issue'> & Said & { seq: number }
  person?: string
  resolved?: Omit<PayloadOf<'issue.resolved'>, 'issue'> & Said
  accepted?: Omit<PayloadOf<'issue.accepted'>, 'issue'> & Said
  closed?: Omit<PayloadOf<'issue.closed'>, 'issue'> & Said
  reopened?: { reason: string } & Said
}

export type FeedbackState = PayloadOf<'feedback.received'> & Said & { seq: number }
