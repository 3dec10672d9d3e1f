/** What `decide` must be told of an amendment: the difference to the folder as it is now, and the digests it would bind. */
import { planAmendment } from '../../shared/domain/amendment.ts'
import type { AmendmentFacts } from '../../shared/domain/decision.ts'
import type { ReleaseState, RunState } from '../../shared/domain/state.ts'
import { definitionDigest } from '../../shared/runbook/digests.ts'
import type { ReleaseDefinition } from '../../shared/runbook/model.ts'
import type { EnginePorts } from './ports.ts'
import { resolveStages } from './resolve-stages.ts'

export function amendFacts(
  state: ReleaseState,
  run: RunState,
  next: ReleaseDefinition,
  more: Record<string, string>,
  ports: EnginePorts,
): AmendmentFacts {
  // As the ledger would give it back: what is compared and recorded is the same.
  const folder: ReleaseDefinition = JSON.parse(JSON.stringify(next))
  const inputs = { ...run.inputs, ...more }
  // A file that only the pinned definition names has not changed for that.
  const known = ports.variables.fileDigests(run.definition, state.folder)
  const files = { ...known, ...ports.variables.fileDigests(folder, state.folder) }
  const amendment = planAmendment(state, run, folder, files)
  const { definition } = amendment
  const stages = definition.runbook.stages.filter((stage) => run.stageIds.includes(stage.id))
  const resolution = resolveStages(definition, state.folder, stages, run.environment, inputs, ports)
  return { ...amendment, ...resolution, definitionDigest: definitionDigest(definition, ports.sha256), files, inputs }
}
