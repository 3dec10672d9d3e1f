import { formatBurnPair } from '../../runbook/burn-windows.ts'
import type { BurnRate, Trigger } from '../../runbook/model.ts'

/** `burn 99.9 14.4x1h/5m 6x6h/30m`. */
const burnKey = ({ objective, windows }: BurnRate): string =>
  [`burn ${objective}`, ...windows.map(formatBurnPair)].join(' ')

const limitKey = ({ above, below, burnRate }: Trigger): string =>
  burnRate ? burnKey(burnRate) : above === undefined ? `below ${below}` : `above ${above}`

/** `error-rate above 1 critical`: what a trigger is, wherever it stands in the file. */
export const triggerKey = (trigger: Trigger): string =>
  [trigger.metric, limitKey(trigger), trigger.severity, trigger.service].filter(Boolean).join(' ')

/** What its samples are held against: its limit, or how many times the factor of a burn rate (BR5 of `analysis/burn-rate.ts`). */
export const limitOfTrigger = ({ above, below, burnRate }: Trigger): Pick<Trigger, 'above' | 'below'> =>
  burnRate ? { above: 1 } : { above, below }

export const isPastLimit = ({ above, below }: Pick<Trigger, 'above' | 'below'>, value: number): boolean =>
  (above !== undefined && value > above) || (below !== undefined && value < below)

/** T10. How far a metric must go to fire again: half as far again from the limit as it was. */
export function worseThan(trigger: Pick<Trigger, 'above' | 'below'>, value: number): Pick<Trigger, 'above' | 'below'> {
  const { above, below } = trigger
  if (above !== undefined) return { above: Math.max(above, value + (value - above) / 2) }
  return { below: Math.min(below!, value - (below! - value) / 2) }
}
