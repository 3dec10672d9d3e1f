/**
 * What the record knows of a step that judges.
 *
 *   holding ──its time is over──▶ judged pass ──▶ succeeded
 *      │                     └──▶ judged fail ──▶ failed, and a critical decision
 *      └──marginal, or no verdict──▶ asked ──▶ a verdict after all | kept waiting | promoted | failed by a person
 */
import type { Actor, PayloadOf } from '../../events/index.ts'

export type JudgingState = {
  asked?: Omit<PayloadOf<'judge.asked'>, 'runId' | 'stepId' | 'attemptId'> & { seq: number; atMs: number }
  /** What was asked when a person said to go on measuring. */
  keptWaiting?: { seq: number; atMs: number; by: Actor; verdict: 'marginal' | 'hold' }
  promoted?: { by: Actor; reason: string; atMs: number }
  judged?: Omit<PayloadOf<'judge.judged'>, 'runId' | 'stepId' | 'attemptId'> & { atMs: number }
}
