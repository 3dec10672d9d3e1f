/**
 * A timed question to the room.
 *
 *   countdown ──out──▶ acting (the rollback starts in the same append)
 *       │ └─out, an interlock or nobody watched──▶ ask ──▶ answered | superseded
 *       └──veto──▶ closed, and a `high` of 15 minutes takes its place
 *   ask ──out──▶ escalated (a graver one takes its place)      record: nothing is asked
 */
import type { Actor, PayloadOf } from '../../events/index.ts'

export type Severity = PayloadOf<'decision.opened'>['severity']

export type TimedDecision = Omit<PayloadOf<'decision.opened'>, 'decisionId' | 'supersedes'> & {
  id: string
  seq: number
  openedAtMs: number
  openedBy: Actor
  acknowledged?: { by: Actor; atMs: number }
  expired?: { atMs: number; away: boolean }
  /** How it ended; absent while it is open. */
  closed?: {
    how: 'rolled-back' | 'hold' | 'fix-forward' | 'vetoed' | 'escalated' | 'superseded' | 'recorded'
    by: Actor
    atMs: number
    reason?: string
    role?: string
  }
}

/** Whether a trigger's limit is passed as the record has it, and how far a veto or an answer let it go. */
export type TriggerState = {
  fired: boolean
  sinceMs: number
  value: number
  worse?: { above?: number; below?: number }
}

export const GRAVITY: readonly Severity[] = ['critical', 'high', 'medium', 'low']
export const isGraver = (a: Severity, b: Severity) => GRAVITY.indexOf(a) < GRAVITY.indexOf(b)
