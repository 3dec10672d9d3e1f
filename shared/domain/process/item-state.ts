/**
 * What people said of an item of the process.
 *
 *   open ──▶ taken ──▶ done (with evidence) | waived (by a role, with a reason) ──(reopened)──▶ open
 */
import type { Actor } from '../../events/index.ts'
import type { ItemEvidence } from '../../events/process-events.ts'

export type ItemState = {
  takenBy?: { person: string; atMs: number }
  done?: { by: Actor; atMs: number; role?: string; evidence: ItemEvidence[] }
  waived?: { by: Actor; atMs: number; role: string; reason: string }
  reopened?: { by: Actor; atMs: number; reason: string }
}
