/** `strategy: { kind: rolling, batch, instances, hold, set-batch }`: the step that rolls a batch stands once and runs for each. */
import { stepId } from '../../ids.ts'
import { formatDuration } from '../duration.ts'
import type { Runbook, Step, StepAttributes, Strategy } from '../model.ts'
import { type BatchRange, divideFleet } from './batches.ts'
import { type Expanded, expandSteps } from './expand-steps.ts'

type RollingSettings = {
  batch?: number | string
  instances?: number
  hold?: number
  'set-batch'?: readonly string[]
}

/** What the command of a batch finds in its environment. */
const environmentOf = ({ number, count, percent, range }: BatchRange): Record<string, string> => ({
  BATCH: String(number),
  BATCHES: String(count),
  BATCH_PERCENT: String(percent),
  ...(range
    ? { BATCH_SIZE: String(range.to - range.from + 1), BATCH_FROM: String(range.from), BATCH_TO: String(range.to) }
    : {}),
})

const idOf = (step: Step, { number }: BatchRange) => stepId(`${step.id}-${number}`)

const batchStep = (step: Step, batch: BatchRange, over: StepAttributes = {}): Step => ({
  ...step,
  id: idOf(step, batch),
  title: `${step.title}, batch ${batch.number} of ${batch.count}`,
  prose: batch.number === 1 ? step.prose : '',
  attributes: { ...step.attributes, ...over, env: { ...step.attributes.env, ...over.env, ...environmentOf(batch) } },
  part: { of: step.id, number: batch.number, count: batch.count },
})

const gateOf = (gate: Step, batch: Step): Step => ({ ...gate, id: stepId(`${batch.id}/gate`) })

/** The halt between two batches: what runs is looked at before more is touched. */
function holdStep(
  { id, stage, headingPath, position, attributes }: Step,
  { number, count }: BatchRange,
  waitMs: number,
): Step {
  const { owner, service } = attributes
  return {
    id: stepId(`${id}/hold`),
    stage,
    kind: 'wait',
    title: `Hold ${formatDuration(waitMs)} after batch ${number} of ${count}`,
    text: '',
    prose: '',
    inputs: [],
    headingPath,
    position,
    attributes: { waitMs, phase: 'soak', ...(owner ? { owner } : {}), ...(service ? { service } : {}) },
  }
}

/** `overrides` are the attributes release.yaml gives to single batches, by step id. */
export function expandRolling(
  runbook: Runbook,
  strategy: Strategy,
  overrides: Record<string, StepAttributes> = {},
): { runbook: Runbook; expanded: Expanded } {
  const { batch, instances, hold, 'set-batch': names = [] } = strategy.settings as RollingSettings
  if (strategy.kind !== 'rolling' || batch === undefined || names.length === 0) return { runbook, expanded: new Map() }
  const ranges = divideFleet(batch, instances)
  return expandSteps(runbook, (step, gate) => {
    if (!names.includes(step.id)) return undefined
    return ranges.flatMap((range) => {
      const rolled = batchStep(step, range, overrides[idOf(step, range)])
      const isLast = range.number === range.count
      return [
        rolled,
        ...(gate ? [gateOf(gate, rolled)] : []),
        ...(hold !== undefined && hold > 0 && !isLast ? [holdStep(rolled, range, hold)] : []),
      ]
    })
  })
}

/** The same with one batch only: what is to say about the step in the runbook is said once. */
export const withOneBatch = (strategy: Strategy): Strategy =>
  strategy.kind === 'rolling' && strategy.settings.batch !== undefined
    ? { ...strategy, settings: { ...strategy.settings, batch: '100%' } }
    : strategy
