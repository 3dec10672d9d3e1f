/**
 * Who drives a release (docs/room.md).
 *
 *   nobody ──(takes)──▶ driver ──(offers)──▶ driver, offered ──(accepts)──▶ the other one
 *      ◀──(leaves)────────┘  ◀──(declined, withdrawn)──┘           anybody may take over, with a reason
 */
import type { Actor } from '../../events/index.ts'

export type DriverState = {
  name: string
  role?: string
  by: Actor
  /** The entry since when. */
  seq: number
  atMs: number
  offer?: { to: string; words?: string; seq: number; atMs: number }
}
