/** What a run can do next; decided in `next-move.ts`. */
import type { Step } from '../runbook/model.ts'
import type { TimedDecision } from './decisions/timed-decision.ts'
import type { AttemptState, GapState, RunState } from './state.ts'

export type NextMove =
  | { kind: 'none'; because: 'finished' }
  /** An attempt is open: wait for it. */
  | { kind: 'wait'; attempts: AttemptState[] }
  /** Another run of the environment has not let go yet (a rollback waits for what it stopped). */
  | { kind: 'wait-for-run'; run: RunState }
  | { kind: 'paused' }
  /** Nobody watched for a while: a person says whether the run goes on. */
  | { kind: 'held'; gaps: GapState[] }
  /** A critical decision is open: nothing new begins before it is taken. */
  | { kind: 'decision'; decision: TimedDecision }
  /** The last attempt did not succeed: a person retries, skips, resolves, stops or rolls back. */
  | { kind: 'halted'; step: Step; attempt: AttemptState }
  /** A failed step is tried again by itself at `atMs`: the next of `allowed` retries, `used` are behind it. */
  | { kind: 'retry-wait'; step: Step; attempt: AttemptState; atMs: number; used: number; allowed: number }
  /** Its condition does not hold: it is skipped on record. */
  | { kind: 'pass-over'; step: Step; reason: string }
  | { kind: 'needs-approval'; step: Step; missing: string[] }
  | { kind: 'needs-start'; step: Step }
  /** Before a batch the fleet of these services is looked at; what was seen before `sinceMs` is too old. */
  | { kind: 'look-at-fleet'; step: Step; services: string[]; sinceMs: number }
  /** More of the fleet fails than may: it begins by itself once that is over, or when a person says so. Nothing changed since `sinceMs`. */
  | { kind: 'fleet-short'; step: Step; words: string; sinceMs: number }
  | { kind: 'begin'; step: Step }
  /** The services' live versions have to be looked at. */
  | { kind: 'observe'; when: 'before' | 'after' }
  | { kind: 'finish'; outcome: 'succeeded' | 'failed' | 'stopped'; reason?: string }
