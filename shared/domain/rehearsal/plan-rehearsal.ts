/** What a rehearsal goes through, and which of it could run for real. */

import { undoOrder } from '../../documents/reports/undo-order.ts'
import type { StageId, StepId } from '../../ids.ts'
import type { ReleaseDefinition, Stage, Step } from '../../runbook/model.ts'

export type RehearsalPlan = {
  of: 'deploy' | 'rollback'
  title: string
  stageIds: StageId[]
  steps: { step: Step; undoes?: StepId }[]
  leftOut: { stepId: StepId; reason: string }[]
}

const isHere = (environment: string) => (stage: Stage) =>
  stage.environment === undefined || stage.environment === environment

const isSkipped = (step: Step) => step.attributes.rehearse === 'skip'

const skippedOf = (steps: Step[]) =>
  steps.filter(isSkipped).map(({ id }) => ({ stepId: id, reason: 'The runbook says rehearse=skip.' }))

/** The way back is rehearsed as it would be after a deploy of which every step ran. */
function backward(definition: ReleaseDefinition, environment: string): RehearsalPlan {
  const { steps, kept } = undoOrder(definition, environment)
  const all = steps.map(({ step, of }) => ({ step, ...(of ? { undoes: of.id } : {}) }))
  const stages = definition.runbook.stages.filter((stage) => stage.kind === 'rollback').filter(isHere(environment))
  return {
    of: 'rollback',
    title: 'Rehearsal of the rollback',
    stageIds: stages.map((stage) => stage.id),
    steps: all.filter(({ step }) => !isSkipped(step)),
    leftOut: [
      ...skippedOf(steps.map(({ step }) => step)),
      ...kept
        .filter(({ until }) => until === undefined)
        .map(({ step }) => ({ stepId: step.id, reason: 'It cannot be undone: its effect would stay.' })),
    ],
  }
}

function forward(definition: ReleaseDefinition, environment: string, stage: Stage | undefined): RehearsalPlan {
  const all = definition.runbook.stages.filter((each) => each.kind === 'forward')
  const stages = stage ? [stage] : all.filter(isHere(environment))
  const steps = stages.flatMap((each) => each.steps)
  const elsewhere = stage ? [] : all.filter((each) => !stages.includes(each))
  return {
    of: 'deploy',
    title: stage ? `Rehearsal of ${stage.title}` : 'Rehearsal of the whole runbook',
    stageIds: stages.map((each) => each.id),
    steps: steps.filter((step) => !isSkipped(step)).map((step) => ({ step })),
    leftOut: [
      ...skippedOf(steps),
      ...elsewhere.flatMap((each) =>
        each.steps.map(({ id }) => ({ stepId: id, reason: `${each.title} belongs to ${each.environment}.` })),
      ),
    ],
  }
}

/** Without a stage: every forward stage of the environment, one after the other. Undefined when there is no such stage. */
export function planRehearsal(
  definition: ReleaseDefinition,
  environment: string,
  stageId: StageId | undefined,
): RehearsalPlan | undefined {
  const stage = stageId && definition.runbook.stages.find((each) => each.id === stageId)
  if (stageId && !stage) return undefined
  return stage && stage.kind === 'rollback'
    ? backward(definition, environment)
    : forward(definition, environment, stage || undefined)
}

/** Commands and checks that say `rehearse=run`: the only ones a rehearsal may run for real. */
export const selectSafeSteps = ({ steps }: RehearsalPlan): Step[] =>
  steps
    .map(({ step }) => step)
    .filter(({ kind, attributes }) => (kind === 'command' || kind === 'http') && attributes.rehearse === 'run')
