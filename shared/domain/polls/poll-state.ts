/**
 * A GO/NO-GO poll.
 *
 *   open ──(a person, once the roles said GO)──▶ go
 *     └───(a person, with a reason)──▶ no-go (also by postponing or cancelling the release) | withdrawn
 */
import type { Actor, PayloadOf } from '../../events/index.ts'

export type PollState = PayloadOf<'poll.opened'> & {
  seq: number
  by: Actor
  atMs: number
  closed?: Omit<PayloadOf<'poll.closed'>, 'pollId'> & { seq: number; by: Actor; atMs: number }
  /** Why its GO does not count any more, whatever the steps. */
  voided?: string
}
