/** `steps:` of release.yaml laid over the runbook's own annotations. */
import { splitGates } from './gate-steps.ts'
import type { Runbook, Step, StepAttributes } from './model.ts'

export function overlayAttributes(runbook: Runbook, overrides: Record<string, StepAttributes>): Runbook {
  if (Object.keys(overrides).length === 0) return runbook
  const laid = (step: Step): Step => {
    const over = Object.hasOwn(overrides, step.id) ? overrides[step.id] : undefined
    return over ? { ...step, attributes: { ...step.attributes, ...over } } : step
  }
  return splitGates({
    ...runbook,
    stages: runbook.stages.map((stage) => ({ ...stage, steps: stage.steps.map(laid) })),
  })
}
