/** When a trigger is armed: as it says itself, else as the strategy of its release has it (S1 to S4 of docs/triggers.md). */
import type { StepId } from '../../ids.ts'
import type { ReleaseDefinition, StrategyKind, Trigger } from '../../runbook/model.ts'
import { type Landmark, selectLandmark } from './landmarks.ts'

/** Armed from the start of the first of `from` that starts; no longer once one of `until` is done. Empty lists set no bound. */
export type Arm = { from: StepId[]; until: StepId[] }

const BY_STRATEGY: Record<StrategyKind, { from: Landmark; until?: Landmark }> = {
  'blue-green': { from: 'switch', until: 'retire' },
  canary: { from: 'weights' },
  rolling: { from: 'batches' },
  'big-bang': { from: 'close' },
}

const asList = (id: StepId | undefined): StepId[] => (id === undefined ? [] : [id])

export function selectArm(definition: ReleaseDefinition, { arm }: Pick<Trigger, 'arm'>): Arm {
  if (arm) return { from: asList(arm.from), until: asList(arm.until) }
  const { from, until } = BY_STRATEGY[definition.strategy.kind]
  const ids = (landmark: Landmark | undefined): StepId[] =>
    landmark === undefined ? [] : selectLandmark(definition, landmark).map((step) => step.id)
  // What never begins arms nothing: without such a step it is watched all along.
  return ids(from).length === 0 ? { from: [], until: [] } : { from: ids(from), until: ids(until) }
}

export const isAlwaysArmed = ({ from, until }: Arm): boolean => from.length + until.length === 0
