/** What is tried in the what-if dialog, as it is written there. */
import { STANDARD_WINDOWS } from '../../../shared/analysis/burn-rate.ts'
import { BURN_WINDOWS_WORDS, formatBurnWindows, parseBurnWindows } from '../../../shared/runbook/burn-windows.ts'
import { DURATION_WORDS, formatDuration, parseDuration } from '../../../shared/runbook/duration.ts'
import type { BurnRate, Metric, Trigger } from '../../../shared/runbook/model.ts'

export type Side = 'above' | 'below' | 'burn'

/** `limit`, `objective`, `windows` and `held` as written; the first counts for a side, the next two for a burn rate. */
export type Tried = {
  metric: string
  side: Side
  limit: string
  objective: string
  windows: string
  held: string
  always: boolean
}

export type Limit = { above: number } | { below: number } | { burnRate: BurnRate }

const GRAVITY: Trigger['severity'][] = ['critical', 'high', 'medium', 'low']

/** Of what can be counted as a share alone. */
export const canBurn = ({ unit }: Pick<Metric, 'unit'>): boolean => unit === 'percent' || unit === 'ratio'

/** Begins with the metric's own gravest trigger, else with its target at once. */
export function firstTry(triggers: readonly Trigger[], metric: Metric): Tried {
  const all = triggers
    .filter((each) => each.metric === metric.name)
    .toSorted((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity))
  const own = all[0]
  const burn = (own?.burnRate ? own : all.find(({ burnRate }) => burnRate))?.burnRate
  const limited = own?.burnRate ? all.find(({ burnRate }) => !burnRate) : own
  const limit = limited?.above ?? limited?.below ?? metric.target.below ?? metric.target.above ?? 0
  const isBelow = limited ? limited.below !== undefined : metric.target.above !== undefined
  return {
    metric: metric.name,
    side: own?.burnRate ? 'burn' : isBelow ? 'below' : 'above',
    limit: String(limit),
    objective: String(burn?.objective ?? 99.9),
    windows: formatBurnWindows(burn?.windows ?? STANDARD_WINDOWS),
    held: formatDuration(own?.forMs ?? 0),
    always: false,
  }
}

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text))

function problemOfLimit({ side, limit, objective, windows }: Tried): string | undefined {
  if (side !== 'burn') return isNumber(limit) ? undefined : 'Write the limit as a number, in the unit of the metric.'
  const percent = isNumber(objective) ? Number(objective) : 0
  if (percent <= 0 || percent >= 100) return 'Write the objective in percent, between 0 and 100, such as 99.9.'
  return parseBurnWindows(windows) ? undefined : `Write the windows as ${BURN_WINDOWS_WORDS}.`
}

/** What cannot be read yet, as a sentence that says how to write it. */
export const problemOf = (tried: Tried): string | undefined =>
  problemOfLimit(tried) ??
  (parseDuration(tried.held) === undefined ? `Write how long as ${DURATION_WORDS}.` : undefined)

/** Of a try without a problem. */
export function limitOf({ side, limit, objective, windows }: Tried): Limit {
  if (side === 'burn')
    return { burnRate: { objective: Number(objective), windows: parseBurnWindows(windows) ?? [...STANDARD_WINDOWS] } }
  return side === 'above' ? { above: Number(limit) } : { below: Number(limit) }
}
