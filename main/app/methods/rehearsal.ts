/** What a rehearsal would do, shown before it begins. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { RehearsalPreview } from '../../../shared/contract/results.ts'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { selectSafeSteps } from '../../../shared/domain/rehearsal/plan-rehearsal.ts'
import { atSpeed } from '../../../shared/domain/rehearsal/rehearsal-state.ts'
import { plannedMsOf } from '../../../shared/domain/steps.ts'
import { resolveRehearsal } from '../../engine/resolve-rehearsal.ts'
import type { OwnerContext } from '../context.ts'
import { findRelease, reread } from './runs.ts'

export async function previewRehearsal(
  context: OwnerContext,
  { release: id, ...choice }: ParsedParams<'rehearsal.preview'>,
): Promise<RehearsalPreview> {
  const release = await findRelease(context, id)
  await reread(context, release)
  const { definition, folder } = release.state()
  const { ports } = context
  const { environment } = choice
  if (definition && choice.commands === 'safe') await ports.variables.prepare({ definition, folder, environment })
  const found = definition && resolveRehearsal(definition, folder, choice, ports)
  if (!definition || !found) throw wireFailure('unknown-stage', `The runbook has no stage "${choice.stageId}".`)
  const { plan, safe, resolvedDigest, problems, stages } = found
  const real = new Set(safe.map((step) => step.id))
  const asked = new Set(stages.flatMap((stage) => stage.steps.flatMap((step) => step.inputs)))
  const known = definition.environments.find(({ name }) => name === environment)
  return {
    resolvedDigest,
    title: plan.title,
    steps: plan.steps.map(({ step }) => {
      const plannedMs = plannedMsOf(step)
      const isReal = real.has(step.id)
      return {
        stepId: step.id,
        title: step.title,
        kind: step.kind,
        text: ports.secrets.hide(step.http ? `${step.http.method} ${step.http.url}` : step.text),
        isReal,
        ...(plannedMs === undefined ? {} : { plannedMs: isReal ? plannedMs : atSpeed(plannedMs, choice.speed) }),
      }
    }),
    leftOut: plan.leftOut,
    safe: selectSafeSteps(plan).map(({ id: stepId, title }) => ({ stepId, title })),
    missingInputs: [...asked].filter((name) => !choice.inputs[name] && !(name in (known?.vars ?? {}))),
    problems: problems.map(ports.secrets.hide),
  }
}
