/** How a trigger's limit is said, on the record and on the screen. */
import { describeDuration, describeValue } from '../analysis/describe.ts'
import type { Limit } from '../analysis/trigger-rule.ts'
import type { Metric } from '../runbook/model.ts'

type Named = Pick<Metric, 'title' | 'unit'>

/** `above 1 %`, `below 99.9 %`, `above 90 % or below 10 %`. */
export const limitWords = ({ unit }: Pick<Metric, 'unit'>, { above, below }: Limit): string =>
  [
    above === undefined ? [] : [`above ${describeValue(above, unit)}`],
    below === undefined ? [] : [`below ${describeValue(below, unit)}`],
  ]
    .flat()
    .join(' or ')

/** `above 1 % for 30 s`; a limit that counts at once has no duration. */
export const triggerWords = (metric: Pick<Metric, 'unit'>, limit: Limit, forMs: number): string =>
  `${limitWords(metric, limit)}${forMs > 0 ? ` for ${describeDuration(forMs)}` : ''}`

/** `Error rate 4.455 %, above 1 % for 30 s`. */
export const firedWords = (metric: Named, value: number, limit: Limit, forMs: number): string =>
  `${metric.title} ${describeValue(value, metric.unit, limit)}, ${triggerWords(metric, limit, forMs)}`

/** `Error rate 0.02 %, not above 1 % for 1 min`. */
export const clearedWords = (metric: Named, value: number, limit: Limit, clearForMs: number): string =>
  `${metric.title} ${describeValue(value, metric.unit, limit)}, not ${triggerWords(metric, limit, clearForMs)}`
