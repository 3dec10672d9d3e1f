/** `strategy: { kind: rolling, batch, instances, hold, judge, set-batch }`: the step that rolls a batch stands once and runs for each. */
import type { JudgeConfig } from '../../analysis/judge/config.ts'
import { stepId } from '../../ids.ts'
import { formatDuration } from '../duration.ts'
import type { Runbook, Step, StepAttributes, Strategy } from '../model.ts'
import { type BatchRange, divideFleet } from './batches.ts'
import { type Expanded, expandSteps } from './expand-steps.ts'

type Overrides = Record<string, StepAttributes>

type RollingSettings = {
  batch?: number | string
  instances?: number
  hold?: number
  'set-batch'?: readonly string[]
  judge?: JudgeConfig
  countdown?: number
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

/** The halt between two batches: what runs is looked at, or judged, before more is touched. */
function holdSteps(
  batch: Step,
  { number, count }: BatchRange,
  settings: RollingSettings,
  overrides: Overrides,
): Step[] {
  const { hold = 0, judge: config, countdown } = settings
  if (hold === 0 || number === count) return []
  const { stage, headingPath, position } = batch
  const { owner, service } = batch.attributes
  const id = stepId(`${batch.id}/hold`)
  const time = formatDuration(hold)
  const names = Object.keys(config?.metrics ?? {}).join(', ')
  const title = config
    ? `Judge batch ${number} of ${count}: ${names} for ${time}`
    : `Hold ${time} after batch ${number} of ${count}`
  const held: StepAttributes = config
    ? { judge: { forMs: hold, config, ...(countdown === undefined ? {} : { countdownMs: countdown }) } }
    : { waitMs: hold }
  const own = { ...(owner ? { owner } : {}), ...(service ? { service } : {}) }
  const attributes: StepAttributes = { phase: 'soak', ...own, ...overrides[id], ...held }
  const kind = config ? 'judge' : 'wait'
  return [{ id, stage, kind, title, text: '', prose: '', inputs: [], headingPath, position, attributes }]
}

/** `overrides` are the attributes release.yaml gives to single batches, by step id. */
export function expandRolling(
  runbook: Runbook,
  strategy: Strategy,
  overrides: Overrides = {},
): { runbook: Runbook; expanded: Expanded } {
  const settings = strategy.settings as RollingSettings
  const { batch, instances, 'set-batch': names = [] } = settings
  if (strategy.kind !== 'rolling' || batch === undefined || names.length === 0) return { runbook, expanded: new Map() }
  const ranges = divideFleet(batch, instances)
  return expandSteps(runbook, (step, gate) => {
    if (!names.includes(step.id)) return undefined
    return ranges.flatMap((range) => {
      const rolled = batchStep(step, range, overrides[idOf(step, range)])
      return [rolled, ...(gate ? [gateOf(gate, rolled)] : []), ...holdSteps(rolled, range, settings, overrides)]
    })
  })
}

/** The same with one batch only: what is to say about the step in the runbook is said once. */
export const withOneBatch = (strategy: Strategy): Strategy =>
  strategy.kind === 'rolling' && strategy.settings.batch !== undefined
    ? { ...strategy, settings: { ...strategy.settings, batch: '100%' } }
    : strategy
