/**
 * A gate on a step that does something becomes a step of its own right behind it: it can be retried, gone past and shown by itself, and the command is
 * never run again for it.
 */
import { stepId } from '../ids.ts'
import { formatDuration } from './duration.ts'
import type { Runbook, Step, StepAttributes } from './model.ts'

type Gate = NonNullable<StepAttributes['gate']>

export const gateTitle = ({ metrics, forMs }: Gate): string =>
  `Gate: ${metrics.join(', ')}${forMs > 0 ? ` for ${formatDuration(forMs)}` : ''}`

/** The id of the gate behind a step. */
const gateId = (step: Step, taken: ReadonlySet<string>): Step['id'] => {
  const wanted = `${step.id}/gate`
  for (let count = 1; ; count++) {
    const id = count === 1 ? wanted : `${wanted}-${count}`
    if (!taken.has(id)) return stepId(id)
  }
}

function withGate(step: Step, taken: ReadonlySet<string>): Step[] {
  const { gate, ...attributes } = step.attributes
  if (gate === undefined || step.kind === 'gate') return [step]
  const { service, owner, when } = attributes
  const own = { ...(service ? { service } : {}), ...(owner ? { owner } : {}), ...(when ? { when } : {}), gate }
  const { stage, headingPath, position } = step
  const behind: Step = {
    id: gateId(step, taken),
    stage,
    kind: 'gate',
    title: gateTitle(gate),
    text: '',
    prose: '',
    inputs: [],
    headingPath,
    position,
    attributes: own,
  }
  return [{ ...step, attributes }, behind]
}

export function splitGates(runbook: Runbook): Runbook {
  const taken = new Set<string>(runbook.stages.flatMap((stage) => stage.steps.map((step) => step.id)))
  const stages = runbook.stages.map((stage) => ({
    ...stage,
    steps: stage.steps.flatMap((step) => withGate(step, taken)),
  }))
  return { ...runbook, stages }
}
