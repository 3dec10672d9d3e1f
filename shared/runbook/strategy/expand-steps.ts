/** One step of the runbook becomes several: what else names it names the first or the last of them. */
import type { StepId } from '../../ids.ts'
import type { Runbook, Step, Trigger } from '../model.ts'

/** By the id of a step that stands once: the ids of what it became, in their order. */
export type Expanded = ReadonlyMap<StepId, readonly StepId[]>

const first = (expanded: Expanded, id: StepId): StepId => expanded.get(id)?.[0] ?? id
const last = (expanded: Expanded, id: StepId): StepId => expanded.get(id)?.at(-1) ?? id

/** A trigger is armed by the first and disarmed by the last. */
export const renameArms = (triggers: readonly Trigger[], expanded: Expanded): Trigger[] =>
  triggers.map((trigger) => {
    const { from, until } = trigger.arm ?? {}
    if (from === undefined && until === undefined) return trigger
    return {
      ...trigger,
      arm: {
        ...(from === undefined ? {} : { from: first(expanded, from) }),
        ...(until === undefined ? {} : { until: last(expanded, until) }),
      },
    }
  })

const UNTIL = 'until:'

/** What can be undone until a step starts can be until the first of its parts does. */
function renameLinks(step: Step, expanded: Expanded): Step {
  const { reversible } = step.attributes
  if (!reversible?.startsWith(UNTIL)) return step
  const id = first(expanded, reversible.slice(UNTIL.length) as StepId)
  return { ...step, attributes: { ...step.attributes, reversible: `${UNTIL}${id}` } }
}

/** The gate that was split off a step stands right behind it and belongs to it. */
export const ownGate = (step: Step, next: Step | undefined): Step | undefined =>
  next?.kind === 'gate' && next.id === `${step.id}/gate` ? next : undefined

/** `parts` makes the steps that take the place of one and its gate; undefined leaves it as it is. */
export function expandSteps(
  runbook: Runbook,
  parts: (step: Step, gate: Step | undefined) => Step[] | undefined,
): { runbook: Runbook; expanded: Expanded } {
  const expanded = new Map<StepId, StepId[]>()
  const expandStage = (steps: readonly Step[]): Step[] => {
    const made: Step[] = []
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index]!
      const gate = ownGate(step, steps[index + 1])
      const several = parts(step, gate)
      made.push(...(several ?? [step]))
      if (!several) continue
      expanded.set(
        step.id,
        several.filter((each) => each.part?.of === step.id).map((each) => each.id),
      )
      if (gate) index++
    }
    return made
  }
  const stages = runbook.stages.map((stage) => ({ ...stage, steps: expandStage(stage.steps) }))
  const renamed = stages.map((stage) => ({
    ...stage,
    steps: stage.steps.map((step) => renameLinks(step, expanded)),
  }))
  return { runbook: { ...runbook, stages: renamed }, expanded }
}
