/** Steps of a stage or rollback plan that has not been run: the same rows, all waiting. */
import type { Step } from '../runbook/model.ts'
import type { RollbackPlan } from './rollback-plan.ts'
import type { StepView } from './select-steps.ts'
import { plannedMsOf } from './steps.ts'

const waiting = (step: Step, index: number, prefix = '', undoes?: StepView['undoes']): StepView => ({
  step,
  ordinal: index + 1,
  label: `${prefix}${index + 1}`,
  status: 'waiting',
  attempts: [],
  plannedMs: plannedMsOf(step),
  missing: [],
  undoes,
  branches: [],
})

export const projectPlannedSteps = (steps: readonly Step[]): StepView[] =>
  steps.map((step, index) => waiting(step, index))

export const projectPlannedUndos = (plan: RollbackPlan): StepView[] =>
  plan.steps.map(({ step, undoes }, index) => waiting(step, index, 'R', undoes))
