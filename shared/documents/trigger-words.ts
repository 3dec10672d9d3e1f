/** How a trigger's limit is said, on the record and on the screen. */
import type { BurnReading, PairBurn } from '../analysis/burn-rate.ts'
import { describeDuration, describeValue } from '../analysis/describe.ts'
import type { Limit, TriggerRule } from '../analysis/trigger-rule.ts'
import type { BurnRate, Metric } from '../runbook/model.ts'

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

/** Four significant digits are too many for a rate of a rate. */
export const burnTimes = (burn: number): string => `${Number(burn.toPrecision(3))}×`

const pairWords = ({ long, short, longMs, shortMs, factor }: PairBurn): string =>
  `${burnTimes(long.burn ?? 0)} over ${describeDuration(longMs)} and ${burnTimes(short.burn ?? 0)} over ${describeDuration(shortMs)}, limit ${burnTimes(factor)}`

const timesOf = ({ long, short, factor }: PairBurn) => Math.min(long.burn ?? 0, short.burn ?? 0) / factor

/** The pair that tells: of those that can be judged the worst. */
const telling = ({ pairs }: BurnReading): PairBurn =>
  pairs
    .filter((pair) => pair.long.coveredAtMs === undefined && pair.short.coveredAtMs === undefined)
    .toSorted((a, b) => timesOf(b) - timesOf(a))[0] ?? pairs[0]!

const heldFor = (ms: number): string => (ms > 0 ? ` for ${describeDuration(ms)}` : '')

/** `burning the budget of 99.9 % at 14.4× over 1 h and 5 min or 6× over 6 h and 30 min`. */
export const burnRateWords = ({ objective, windows }: BurnRate): string => {
  const pairs = windows.map(
    ({ factor, longMs, shortMs }) =>
      `${burnTimes(factor)} over ${describeDuration(longMs)} and ${describeDuration(shortMs)}`,
  )
  return `burning the budget of ${objective} % at ${pairs.join(' or ')}`
}

/** A limit or a burn rate, as `triggerWords`. */
export const ruleWords = (metric: Pick<Metric, 'unit'>, rule: TriggerRule): string =>
  rule.burnRate ? `${burnRateWords(rule.burnRate)}${heldFor(rule.forMs)}` : triggerWords(metric, rule, rule.forMs)

/** Of the pair that tells: `16.2× over 1 h and 20× over 5 min, limit 14.4×`. */
export const readingWords = (reading: BurnReading): string => pairWords(telling(reading))

/** `Error rate burns the budget of 99.9 %: 16.2× over 1 h and 20× over 5 min, limit 14.4×`. */
export const burnFiredWords = (metric: Named, { objective }: BurnRate, reading: BurnReading, forMs: number): string =>
  `${metric.title} burns the budget of ${objective} %: ${pairWords(telling(reading))}${heldFor(forMs)}`

export const burnClearedWords = (
  metric: Named,
  { objective }: BurnRate,
  reading: BurnReading,
  clearForMs: number,
): string =>
  `${metric.title} no longer burns the budget of ${objective} % too fast${heldFor(clearForMs)}: ${pairWords(telling(reading))}`
