import type { CockpitEvent } from '../events/index.ts'
import type { NextMove } from './moves.ts'
import type { AttemptState, ReleaseState, RunState } from './state.ts'
import { selectOpenAttempts, selectStep } from './steps.ts'

type Cause = 'person' | 'timeout' | 'rollback'

const of = (attempt: AttemptState) => ({ runId: attempt.runId, stepId: attempt.stepId, attemptId: attempt.id })

export const stopAttempt = (attempt: AttemptState, cause: Cause, reason: string): CockpitEvent => ({
  type: 'step.stop-requested',
  payload: { ...of(attempt), cause, reason },
})

/** What a running step wants when a rollback takes over: `wait` and `ask` are left to end by themselves, or until a person stops them. */
export const selectOnRollback = (run: RunState, attempt: AttemptState): 'wait' | 'cancel' | 'ask' =>
  attempt.status === 'waiting'
    ? 'cancel'
    : (selectStep(run.definition, attempt.stepId)?.attributes.onRollback ?? 'cancel')

/** The running step that asks, now that a rollback waits for it, whether it is to be stopped. */
export const selectAsking = (state: ReleaseState, move: NextMove): AttemptState | undefined =>
  move.kind === 'wait-for-run'
    ? selectOpenAttempts(state, move.run).find(
        (attempt) => !attempt.stop && selectOnRollback(move.run, attempt) === 'ask',
      )
    : undefined

/** Requests the end of every open attempt of a run; what a person or clock was waited for simply ends. */
export const stopAttempts = (state: ReleaseState, run: RunState, cause: Cause, reason: string): CockpitEvent[] =>
  selectOpenAttempts(state, run).flatMap((attempt) => {
    if (cause === 'rollback' && selectOnRollback(run, attempt) !== 'cancel') return []
    const requested = stopAttempt(attempt, cause, reason)
    if (attempt.status !== 'waiting') return [requested]
    const ended: CockpitEvent = {
      type: 'step.finished',
      payload: { ...of(attempt), outcome: 'stopped', reason, durationMs: 0 },
    }
    return [requested, ended]
  })
