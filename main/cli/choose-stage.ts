/** Which stage and environment a command means when the person did not say. */
import type { ReleaseDefinition, Stage } from '../../shared/runbook/model.ts'
import { CliFailure } from './failure.ts'
import { EXIT } from './io.ts'

const names = (all: { id?: string; name?: string }[]) => all.map((each) => each.id ?? each.name).join(', ') || 'none'

export function chooseStage(definition: ReleaseDefinition, wanted: string | undefined): Stage {
  const stages = definition.runbook.stages.filter((stage) => stage.kind === 'forward')
  const found = wanted === undefined ? stages : stages.filter((stage) => stage.id === wanted)
  if (found.length === 1) return found[0]!
  if (wanted === undefined)
    throw new CliFailure(EXIT.unusable, `Say which stage to run with --stage. The runbook has: ${names(stages)}.`)
  const isRollback = definition.runbook.stages.some((stage) => stage.id === wanted)
  const hint = isRollback ? ' That is the rollback section: use "cockpit rollback".' : ''
  throw new CliFailure(EXIT.unusable, `The runbook has no stage "${wanted}" to run.${hint} It has: ${names(stages)}.`)
}

export function chooseEnvironment(definition: ReleaseDefinition, wanted: string | undefined, stage?: Stage): string {
  const known = definition.environments.map((each) => each.name)
  const chosen = wanted ?? stage?.environment ?? (known.length === 1 ? known[0] : undefined)
  if (chosen === undefined)
    throw new CliFailure(
      EXIT.unusable,
      `Say which environment with --env. release.yaml has: ${known.join(', ') || 'none'}.`,
    )
  if (!known.includes(chosen))
    throw new CliFailure(
      EXIT.unusable,
      `release.yaml has no environment "${chosen}". It has: ${known.join(', ') || 'none'}.`,
    )
  return chosen
}
