/**
 * The two digests of DESIGN §9. The definition digest covers what a drill proves: steps and metrics, whatever the environment. The resolved digest
 * covers what a run's approval binds: one stage's steps, the files they name, inputs and the environment; secrets by reference, never by value.
 * Prose, positions, comments and the titles of commands are in neither: a typo voids nothing. What a person is told to do is its title: that counts.
 */
import type { Digest, Sha256 } from '../ids.ts'
import { canonicalText } from '../ledger/canonical.ts'
import type { Metric, ReleaseDefinition, Step } from './model.ts'

const isDoneByMachine = (kind: Step['kind']) => kind === 'command' || kind === 'http' || kind === 'wait'

/** How a step is rehearsed changes nothing of what it does. */
const executable = ({
  id,
  stage,
  kind,
  title,
  text,
  language,
  attributes: { rehearse: _, ...attributes },
  http,
}: Step) => ({
  id,
  stage,
  kind,
  ...(isDoneByMachine(kind) ? {} : { title }),
  text,
  language,
  attributes,
  http: http && { ...http, assertions: http.assertions.map(({ line: __, ...rest }) => rest) },
})

const measured = ({ position: _, title: __, ...metric }: Metric) => metric

/** The digest of one step's executable part. */
export const stepDigest = (step: Step, sha256: Sha256): Digest => sha256(canonicalText(executable(step)))

/** Whether two steps would do the same: what differs in prose, place or a command's title does not count. */
export const sameStep = (a: Step, b: Step): boolean => canonicalText(executable(a)) === canonicalText(executable(b))

export const definitionDigest = (definition: ReleaseDefinition, sha256: Sha256): Digest =>
  sha256(
    canonicalText({
      strategy: definition.strategy,
      stages: definition.runbook.stages.map(({ id, kind, steps }) => ({ id, kind, steps: steps.map(executable) })),
      metrics: definition.metrics.map(measured),
    }),
  )

export type ResolvedParts = {
  definition: ReleaseDefinition
  stage: string
  environment: string
  inputs: Record<string, string>
  /** Digest of each file in the folder that a command names. */
  fileDigests: Record<string, Digest>
}

export function resolvedDigest(
  { definition, stage, environment, inputs, fileDigests }: ResolvedParts,
  sha256: Sha256,
): Digest {
  const found = definition.runbook.stages.find((each) => each.id === stage)
  const where = definition.environments.find((each) => each.name === environment)
  const { name, version, previous } = definition
  return sha256(
    canonicalText({
      release: { name, version, previous },
      steps: found?.steps.map(executable),
      environment: where,
      inputs,
      files: fileDigests,
    }),
  )
}
