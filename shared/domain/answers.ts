/** Which interactive commands a person can answer, and which of them may be waiting for it. */
import type { AttemptId } from '../ids.ts'
import { isOnTerminal } from './refuse-input.ts'
import type { AttemptState, ReleaseState, RunState } from './state.ts'

/** A command that printed nothing for so long, and was not typed to, may be waiting. No one can see from outside whether it does. */
export const QUIET_MS = 4000

/** The running attempts on a terminal, oldest first. */
export const selectAnswerable = (state: ReleaseState, run: RunState): AttemptState[] =>
  run.attempts
    .map((id) => state.attempts[id]!)
    .filter((attempt) => attempt.status === 'running' && isOnTerminal(state, attempt))

/** The open attempt that can be answered. */
export const selectOnTerminal = (state: ReleaseState, run: RunState): AttemptState | undefined =>
  selectAnswerable(state, run)[0]

/** `printedAtMs` is when output of an attempt was last seen; undefined where none was. */
export type PrintedAt = (attempt: AttemptId) => number | undefined

/** The first attempt that has been quiet since its start, its last output and the last key. */
export const selectUnanswered = (
  state: ReleaseState,
  run: RunState,
  nowMs: number,
  printedAtMs: PrintedAt,
): AttemptState | undefined =>
  selectAnswerable(state, run).find((attempt) => {
    const signs = [attempt.startedAtMs, printedAtMs(attempt.id) ?? 0, attempt.typists?.at(-1)?.atMs ?? 0]
    return !attempt.stop && nowMs - Math.max(...signs) >= QUIET_MS
  })
