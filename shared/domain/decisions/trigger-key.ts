import type { Trigger } from '../../runbook/model.ts'

/** `error-rate above 1 critical`: what a trigger is, wherever it stands in the file. */
export const triggerKey = ({ metric, above, below, severity, service }: Trigger): string =>
  [metric, above === undefined ? `below ${below}` : `above ${above}`, severity, service].filter(Boolean).join(' ')

export const isPastLimit = ({ above, below }: Pick<Trigger, 'above' | 'below'>, value: number): boolean =>
  (above !== undefined && value > above) || (below !== undefined && value < below)

/** T10. How far a metric must go to fire again: half as far again from the limit as it was. */
export function worseThan(trigger: Pick<Trigger, 'above' | 'below'>, value: number): Pick<Trigger, 'above' | 'below'> {
  const { above, below } = trigger
  if (above !== undefined) return { above: Math.max(above, value + (value - above) / 2) }
  return { below: Math.min(below!, value - (below! - value) / 2) }
}
