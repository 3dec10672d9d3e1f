import type { Digest } from '../../shared/ids.ts'
import { resolvedDigest } from '../../shared/runbook/digests.ts'
import type { ReleaseDefinition, Stage } from '../../shared/runbook/model.ts'
import { missingHosts } from '../../shared/runbook/runner.ts'
import type { EnginePorts } from './ports.ts'

/** `leaks`: inputs that hold a secret, which are among the problems too. */
export type Resolution = { resolvedDigest: Digest; problems: string[]; leaks: string[] }

/** What a run of these stages in this environment would bind: its resolved digest and what cannot be resolved. */
export function resolveStages(
  definition: ReleaseDefinition,
  folder: string,
  stages: Stage[],
  environment: string,
  inputs: Record<string, string>,
  ports: EnginePorts,
  base?: Record<string, string>,
  isUrgent = false,
): Resolution {
  const { problems } = ports.variables.resolve({ definition, folder, environment, inputs, base, isUrgent })
  const leaking = Object.entries(inputs).filter(([, value]) => ports.secrets.isIn(value))
  const leaks = leaking.map(
    ([name]) =>
      `The input ${name} contains the value of a secret, and inputs are recorded: use the secret by its name.`,
  )
  const missing = stages
    .flatMap((stage) => stage.steps.flatMap((step) => step.inputs))
    .filter((name) => !inputs[name] && !hasVariable(definition, environment, name))
  const asked = [...new Set(missing)].map((name) => `The runbook asks for ${name}: give it a value (--var ${name}=…).`)
  const fileDigests = ports.variables.fileDigests(definition, folder)
  const digests = stages.map((stage) =>
    resolvedDigest({ definition, stage: stage.id, environment, inputs, fileDigests }, ports.sha256),
  )
  return {
    resolvedDigest: digests.length === 1 ? digests[0]! : ports.sha256(digests.join('\n')),
    problems: [...problems, ...leaks, ...asked, ...missingHosts(definition, environment, stages)],
    leaks,
  }
}

const hasVariable = (definition: ReleaseDefinition, environment: string, name: string) =>
  definition.environments.some((each) => each.name === environment && (name in each.vars || name in each.secrets))
