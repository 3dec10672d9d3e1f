/** What an emergency script is made of: the rollback of everything and of each service, with what its steps are given. */
import { selectUnmet } from '../../domain/conditions.ts'
import { planRollback, type RollbackPlan } from '../../domain/rollback-plan.ts'
import type { ReleaseState, RunState } from '../../domain/state.ts'
import type { StepId } from '../../ids.ts'
import type { SecretRef, Step } from '../../runbook/model.ts'
import { environmentOf, type RunnerTarget, runnerOf } from '../../runbook/runner.ts'
import { refuseVariable, resolveVariables } from '../../runbook/variables.ts'
import { rollbackMeaning } from '../strategy-words.ts'

export type EmergencyStep = { number: number; step: Step; undoes?: StepId; on: RunnerTarget }

export type EmergencyPlan = {
  name: string
  version: string
  environment: string
  folder: string
  madeAt: string
  whole: RollbackPlan
  /** Every step of any scope once, in the order of the rollback of everything. */
  steps: EmergencyStep[]
  scopes: { service: string; with: string[]; numbers: number[] }[]
  numbers: number[]
  variables: Record<string, string>
  secrets: Record<string, SecretRef>
  /** Inputs nobody has given yet: asked for when it runs. */
  inputs: string[]
  liveChecks: string[]
  leftOut: string[]
  /** What going back means in the terms of the strategy, at the time it is written. */
  meaning?: string
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** A condition is judged as the run that would be rolled back would judge it. */
const unmetIn = (plan: RollbackPlan, environment: string, step: Step) =>
  selectUnmet({ definition: plan.definition, environment, inputs: plan.inputs } as RunState, step)

function variablesOf(plan: RollbackPlan, environment: string, folder: string): Record<string, string> {
  const where = environmentOf(plan.definition, environment)
  if (!where) return {}
  const { variables } = resolveVariables(plan.definition, where, folder, plan.inputs)
  const known = Object.entries(variables).filter(([name, value]) => refuseVariable(name, value) === undefined)
  return Object.fromEntries(known)
}

/** Undefined when the runbook has no way back, or nothing is to be taken back now. */
export function planEmergency(state: ReleaseState, environment: string, madeAt: string): EmergencyPlan | undefined {
  const whole = planRollback(state, environment)
  if (!whole || whole.steps.length === 0) return undefined
  const { definition } = whole
  const where = environmentOf(definition, environment)
  const runs = (plan: RollbackPlan) => plan.steps.filter(({ step }) => !unmetIn(plan, environment, step))
  const perService = definition.services.flatMap(({ name }) => {
    const plan = planRollback(state, environment, { service: name })
    return plan ? [{ service: name, plan }] : []
  })
  const planned = [...runs(whole)]
  for (const { plan } of perService)
    for (const each of runs(plan)) if (!planned.some(({ step }) => step.id === each.step.id)) planned.push(each)
  const steps = planned.map(({ step, undoes }, index) => ({
    number: index + 1,
    step,
    ...(undoes ? { undoes } : {}),
    on: runnerOf(where, step),
  }))
  const numbersOf = (plan: RollbackPlan) =>
    runs(plan).map(({ step }) => steps.find((each) => each.step.id === step.id)!.number)
  const variables = variablesOf(whole, environment, state.folder)
  const meaning = rollbackMeaning(state, environment, Date.parse(madeAt))
  const inputs = new Set(steps.flatMap(({ step }) => step.inputs).filter((name) => NAME.test(name)))
  return {
    name: definition.name,
    version: definition.version,
    environment,
    folder: state.folder,
    madeAt,
    whole,
    steps,
    numbers: numbersOf(whole),
    scopes: perService
      .map(({ service, plan }) => ({ service, with: plan.services ?? [], numbers: numbersOf(plan) }))
      .filter(({ numbers }) => numbers.length > 0),
    variables,
    secrets: where?.secrets ?? {},
    inputs: [...inputs].filter((name) => !(name in variables)),
    liveChecks: definition.services.flatMap(({ name, live }) =>
      live ? [`${name}: ${'http' in live ? live.http : live.command}`] : [],
    ),
    leftOut: [
      ...whole.leftOut.map(({ stepId, reason }) => `${stepId}. ${reason}`),
      ...whole.steps.flatMap(({ step }) => {
        const reason = unmetIn(whole, environment, step)
        return reason ? [`${step.title}. ${reason}`] : []
      }),
    ],
    ...(meaning === undefined ? {} : { meaning }),
  }
}
