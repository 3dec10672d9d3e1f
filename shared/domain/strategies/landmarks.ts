/** The steps by which a strategy is followed: what moves the traffic, what closes and opens the service, what rolls a batch. */
import type { StepId } from '../../ids.ts'
import type { ReleaseDefinition, Step } from '../../runbook/model.ts'

export type Landmark = 'switch' | 'retire' | 'close' | 'open' | 'restore' | 'batches' | 'weights'

/** The key of `strategy:` that names them. */
const KEYS: Partial<Record<Landmark, string>> = {
  switch: 'switch',
  close: 'close',
  open: 'open',
  restore: 'restore',
  batches: 'set-batch',
  weights: 'set-weight',
}

/** Without a name, what the runbook marks as cutover is what moves the users. */
const BY_PHASE: Partial<Record<Landmark, Step['attributes']['phase']>> = {
  switch: 'cutover',
  retire: 'retire',
  batches: 'cutover',
  weights: 'cutover',
}

const WAITS: readonly Step['kind'][] = ['wait', 'gate', 'approval']

type Followed = Pick<ReleaseDefinition, 'runbook' | 'strategy'>

const forwardSteps = ({ runbook }: Followed): Step[] =>
  runbook.stages.filter((stage) => stage.kind === 'forward').flatMap((stage) => stage.steps)

/** One name or a list: stages of several environments have a step each. */
const asIds = (written: unknown): StepId[] => (Array.isArray(written) ? written : written ? [written] : []) as StepId[]

/** The steps of a landmark in the order of the runbook; none when nothing names or marks one. */
export function selectLandmark(definition: Followed, landmark: Landmark): Step[] {
  const key = KEYS[landmark]
  const named = key === undefined ? [] : asIds(definition.strategy.settings[key])
  const all = definition.runbook.stages.flatMap((stage) => stage.steps)
  if (named.length > 0) return all.filter((step) => named.includes(step.part?.of ?? step.id))
  const phase = BY_PHASE[landmark]
  if (phase === undefined) return []
  return forwardSteps(definition).filter((step) => step.attributes.phase === phase && !WAITS.includes(step.kind))
}
