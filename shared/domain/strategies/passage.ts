/** How far an environment is past a landmark of its strategy, as a fold of the ledger. */
import type { Step } from '../../runbook/model.ts'
import { selectRunsSince, selectUndoneBy } from '../started-steps.ts'
import type { AttemptState, ReleaseState, RunState } from '../state.ts'
import { type Landmark, selectLandmark } from './landmarks.ts'

export type Passage = {
  status: 'ahead' | 'begun' | 'done'
  /** The first step of it that started. */
  step?: Step
  beganAtMs?: number
  doneAtMs?: number
}

/** Deploys of an environment that nothing has taken back as a whole, oldest first. */
export const selectDeploysSince = (state: ReleaseState, environment: string): RunState[] =>
  selectRunsSince(state, environment).filter((run) => run.kind === 'deploy')

/** The definition that an environment goes by: of its last deploy, else the release's own. */
export const selectDefinitionOf = (state: ReleaseState, environment: string) =>
  selectDeploysSince(state, environment).at(-1)?.definition ?? state.definition

export type Passed = { step: Step; attempts: AttemptState[]; isSkipped: boolean }

/** What ran of these steps and was not undone since; those no run has planned are left out. */
export function selectPassed(state: ReleaseState, environment: string, steps: readonly Step[]): Passed[] {
  const runs = selectRunsSince(state, environment)
  const deploys = runs.filter((run) => run.kind === 'deploy')
  return steps.flatMap((step): Passed[] => {
    if (!deploys.some((run) => run.plan.some(({ stepId }) => stepId === step.id))) return []
    const attempts = deploys
      .flatMap((run) => run.attempts.map((id) => state.attempts[id]!))
      .filter((attempt) => attempt.stepId === step.id && attempt.status !== 'never-started')
    const lastMs = attempts.at(-1)?.startedAtMs
    const { undo } = step.attributes
    const isUndone = undo && lastMs !== undefined && selectUndoneBy(state, runs, undo, lastMs) !== undefined
    const isSkipped = deploys.some((run) => run.skipped[step.id] !== undefined)
    return [{ step, attempts: isUndone ? [] : attempts, isSkipped: isSkipped && !isUndone }]
  })
}

/** Begun with the first step that started, done when each that is planned succeeded or was skipped. */
export function selectPassage(state: ReleaseState, environment: string, landmark: Landmark): Passage {
  const definition = selectDefinitionOf(state, environment)
  if (!definition) return { status: 'ahead' }
  const passed = selectPassed(state, environment, selectLandmark(definition, landmark))
  const first = passed.find((each) => each.attempts.length > 0)
  if (!first) return { status: 'ahead' }
  const begun = { step: first.step, beganAtMs: first.attempts[0]!.startedAtMs }
  const ends = passed.map(({ attempts, isSkipped }) => {
    const end = attempts.findLast((attempt) => attempt.status === 'succeeded')
    return end ? (end.endedAtMs ?? end.startedAtMs) : isSkipped ? begun.beganAtMs : undefined
  })
  if (ends.some((end) => end === undefined)) return { status: 'begun', ...begun }
  return { status: 'done', ...begun, doneAtMs: Math.max(...ends.map((end) => end!)) }
}
