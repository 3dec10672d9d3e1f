/** When a target counts as missed: at once, until so much good data has come. A trigger has its own times (trigger-rule.ts). */
import type { Metric } from '../runbook/model.ts'
import type { BreachRule } from './breach.ts'
import { missesTarget } from './target.ts'

const GOOD_INTERVALS = 3

export const targetRule = ({
  target,
  minVolume,
  intervalMs,
}: Pick<Metric, 'target' | 'minVolume' | 'intervalMs'>): BreachRule => ({
  isBad: (value) => missesTarget(target, value),
  minVolume,
  forMs: 0,
  clearForMs: GOOD_INTERVALS * intervalMs,
  intervalMs,
})
