import type { RehearsalCommand } from '../../shared/domain/rehearsal/decide-rehearsal.ts'
import { planRehearsal, type RehearsalPlan, selectSafeSteps } from '../../shared/domain/rehearsal/plan-rehearsal.ts'
import { rehearsedDefinition } from '../../shared/domain/rehearsal/rehearsed-definition.ts'
import type { ReleaseDefinition, Stage, Step } from '../../shared/runbook/model.ts'
import type { EnginePorts } from './ports.ts'
import { type Resolution, resolveStages } from './resolve-stages.ts'

export type RehearsalChoice = Pick<
  RehearsalCommand,
  'stageId' | 'environment' | 'speed' | 'commands' | 'inputs' | 'confirmAll'
>

export type ResolvedRehearsal = Resolution & {
  plan: RehearsalPlan
  /** Steps whose own command or check would run. */
  safe: Step[]
  /** As it would be executed: stubs in place. */
  definition: ReleaseDefinition
  stages: Stage[]
}

/** The stages as they are executed: what is left out of a rehearsal asks for nothing. */
function stagesOf({ runbook }: ReleaseDefinition, { steps }: RehearsalPlan): Stage[] {
  const planned = new Set(steps.map(({ step }) => step.id))
  return runbook.stages
    .map((stage) => ({ ...stage, steps: stage.steps.filter((step) => planned.has(step.id)) }))
    .filter((stage) => stage.steps.length > 0)
}

/** What a rehearsal would execute, with the digest that binds it. Undefined when there is no such stage. */
export function resolveRehearsal(
  source: ReleaseDefinition,
  folder: string,
  { stageId, environment, speed, commands, inputs, confirmAll }: RehearsalChoice,
  ports: EnginePorts,
  base?: Record<string, string>,
): ResolvedRehearsal | undefined {
  const plan = planRehearsal(source, environment, stageId)
  if (!plan) return undefined
  const safe = commands === 'safe' ? selectSafeSteps(plan) : []
  const real = safe.map(({ id }) => id)
  const definition = rehearsedDefinition(source, { environment, speed, real, inputs, confirmAll })
  const stages = stagesOf(definition, plan)
  return {
    ...resolveStages(definition, folder, stages, environment, inputs, ports, base),
    plan,
    safe,
    definition,
    stages,
  }
}
