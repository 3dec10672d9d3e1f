/**
 * A decision or an action item a scribe wrote down.
 *
 *   open ──(settled)──▶ done ──(reopened, with a reason)──▶ open
 */
import type { Actor, PayloadOf } from '../../events/index.ts'

export type MinuteState = PayloadOf<'note.minuted'> & {
  seq: number
  by: Actor
  atMs: number
  done?: { by: Actor; atMs: number; words?: string }
}
