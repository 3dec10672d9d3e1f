/** What a rollback has to look at: the steps of an environment that started, and which of them are undone already. */
import type { RunId, StepId } from '../ids.ts'
import type { Step } from '../runbook/model.ts'
import type { AttemptState, ReleaseState, RunState } from './state.ts'
import { selectLastAttempt, selectStep } from './steps.ts'

const started = (attempt: AttemptState) => attempt.status !== 'never-started'

/** A rollback of everything that worked: what was before it is behind. */
const isFresh = (run: RunState) =>
  run.kind === 'rollback' && run.finished?.outcome === 'succeeded' && run.services === undefined

const runsOf = (state: ReleaseState, environment: string): RunState[] =>
  state.runOrder.map((id) => state.runs[id]!).filter((run) => run.environment === environment)

/** Runs of the environment since its last rollback of everything that succeeded, oldest first. */
export function selectRunsSince(state: ReleaseState, environment: string): RunState[] {
  const runs = runsOf(state, environment)
  return runs.slice(runs.findLastIndex(isFresh) + 1)
}

export type StartedStep = { step: Step; run: RunState; lastAtMs: number }

/** Steps with at least one attempt that started or is unknown, in the order of their first start: trying a step again does not move its undo. */
export function selectStartedSteps(state: ReleaseState, runs: RunState[]): StartedStep[] {
  const order = new Map<StepId, StartedStep>()
  for (const run of runs)
    for (const id of run.attempts) {
      const attempt = state.attempts[id]!
      const step = started(attempt) ? selectStep(run.definition, attempt.stepId) : undefined
      if (!step) continue
      const known = order.get(step.id)
      if (known) known.lastAtMs = Math.max(known.lastAtMs, attempt.startedAtMs)
      else order.set(step.id, { step, run, lastAtMs: attempt.startedAtMs })
    }
  return [...order.values()]
}

/** A rollback that ran to its end and did not bring the previous version back: what it undid is to be undone again. */
const wasInVain = (state: ReleaseState, run: RunState): boolean =>
  run.finished?.outcome === 'failed' &&
  run.plan.every(({ stepId }) => run.skipped[stepId] || selectLastAttempt(state, run, stepId)?.status === 'succeeded')

/** The rollback in which an undo has succeeded since the step it undoes was last started. */
export const selectUndoneBy = (
  state: ReleaseState,
  runs: RunState[],
  undo: StepId,
  sinceMs: number,
): RunId | undefined =>
  runs.findLast((run) => {
    const last = run.kind === 'rollback' ? selectLastAttempt(state, run, undo) : undefined
    return last?.status === 'succeeded' && last.startedAtMs >= sinceMs && !wasInVain(state, run)
  })?.id
