/** Gates that could not do what they say. */
import { finding } from '../findings.ts'
import type { Finding, ReleaseDefinition, Stage, Step } from '../model.ts'

/** A gate whose metrics are all dry runs holds for ever: nothing it measures counts. */
function emptyGate(step: Step, { metrics }: ReleaseDefinition): Finding[] {
  const named = metrics.filter(({ name }) => step.attributes.gate?.metrics.includes(name))
  if (named.length === 0 || named.some((metric) => !metric.dryRun)) return []
  const text = `Every metric of this gate is a dry run (${named.map(({ name }) => name).join(', ')}): it can never pass. Name one that counts.`
  return [finding('error', 'gate-without-metric', step.position, text)]
}

/** What the ledger itself tells is not asked for again and again: a gate would wait for it in vain. */
function unmeasured(step: Step, { metrics }: ReleaseDefinition): Finding[] {
  const named = metrics.filter(
    ({ name, source }) => step.attributes.gate?.metrics.includes(name) && source.kind === 'ledger',
  )
  return named.map(({ name }) =>
    finding(
      'error',
      'gate-not-measured',
      step.position,
      `${name} comes from the ledger and is not measured: a gate on it would never pass. Take it out.`,
    ),
  )
}

/** Its own time limit would let a gate fail for what nobody saw. */
const untimed = (step: Step): Finding[] =>
  step.attributes.timeoutMs === undefined
    ? []
    : [
        finding(
          'warning',
          'gate-timeout',
          step.position,
          'A timeout does nothing on a gate: without evidence it asks, after what "ask after" says.',
        ),
      ]

/** The step a gate was split off stands before it. */
function amidBranches(step: Step, before: Step | undefined): Finding[] {
  if (before?.attributes.parallel === undefined || step.id !== `${before.id}/gate`) return []
  const text = `A gate behind one branch of the group "${before.attributes.parallel}" would tear the group apart: put it behind the group, as a step of its own.`
  return [finding('error', 'gate-in-parallel', step.position, text)]
}

const inRollback = (step: Step, { kind }: Stage): Finding[] =>
  kind === 'rollback'
    ? [finding('hint', 'gate-in-rollback', step.position, 'No gate holds a rollback: this one is passed over.')]
    : []

export const lintGates = (definition: ReleaseDefinition): Finding[] =>
  definition.runbook.stages.flatMap((stage) =>
    stage.steps.flatMap((step, index) =>
      step.kind === 'gate'
        ? [
            ...emptyGate(step, definition),
            ...unmeasured(step, definition),
            ...untimed(step),
            ...amidBranches(step, stage.steps[index - 1]),
            ...inRollback(step, stage),
          ]
        : [],
    ),
  )
