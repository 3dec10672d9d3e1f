/** When a trigger's limit counts as passed: T1 of docs/triggers.md, the same for a live watch and for a replay. */

import type { Sample } from '../contract/results.ts'
import { isPastLimit } from '../domain/decisions/trigger-key.ts'
import type { Metric, Trigger } from '../runbook/model.ts'
import { type BreachRule, type BreachState, type BreachStep, CLEAR, stepBreach } from './breach.ts'

export type Limit = Pick<Trigger, 'above' | 'below'>
export type TriggerRule = Limit & Pick<Trigger, 'forMs' | 'clearForMs' | 'burnRate'>

/** `limit` differs from the trigger's own after a veto (T10). */
export const breachRuleOf = (
  { minVolume, intervalMs }: Pick<Metric, 'minVolume' | 'intervalMs'>,
  { forMs, clearForMs }: TriggerRule,
  limit: Limit,
): BreachRule => ({ isBad: (value) => isPastLimit(limit, value), minVolume, forMs, clearForMs, intervalMs })

/** What began before it was armed counts from then on; what fired before it was disarmed is followed to its end. */
export const stepTrigger = (state: BreachState, sample: Sample, rule: BreachRule, isArmed: boolean): BreachStep =>
  state.phase !== 'breached' && !isArmed ? { state: CLEAR } : stepBreach(state, sample, rule)
