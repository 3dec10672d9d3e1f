/** The way back on paper: printed at GO, it must hold every step that could be needed later that night. */

import { selectRunsSince } from '../../domain/started-steps.ts'
import type { AttemptState, ReleaseState, RunState } from '../../domain/state.ts'
import { selectStep } from '../../domain/steps.ts'
import { attemptId } from '../../ids.ts'

const supposed = (run: RunState, stepId: RunState['plan'][number]['stepId']): AttemptState => ({
  id: attemptId(`supposed-${run.id}-${stepId}`),
  runId: run.id,
  stepId,
  number: 0,
  kind: 'manual',
  status: 'succeeded',
  startedAtMs: run.startedAtMs,
  startedBy: run.startedBy,
  sealedToByte: 0,
})

/** The state as it would be had every step of the environment's open deploys started, but for what retires the previous version. */
export function supposeAllStarted(state: ReleaseState, environment: string): ReleaseState {
  const deploys = selectRunsSince(state, environment).filter((run) => run.kind === 'deploy' && !run.finished)
  const attempts = { ...state.attempts }
  const runs = { ...state.runs }
  for (const run of deploys) {
    const begun = new Set(run.attempts.map((id) => state.attempts[id]!.stepId))
    const missing = run.plan
      .map(({ stepId }) => stepId)
      .filter((id) => !begun.has(id) && selectStep(run.definition, id)?.attributes.phase !== 'retire')
      .map((id) => supposed(run, id))
    for (const attempt of missing) attempts[attempt.id] = attempt
    runs[run.id] = { ...run, attempts: [...run.attempts, ...missing.map(({ id }) => id)] }
  }
  return { ...state, attempts, runs }
}
