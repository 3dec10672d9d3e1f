/**
 * The performance clusters of DORA's report “Accelerate State of DevOps 2024” (Google Cloud, October 2024), its table of software delivery performance:
 *
 * |                                 | elite                  | high              | medium             | low                    |
 * |---------------------------------|------------------------|-------------------|--------------------|------------------------|
 * | change lead time                | less than a day        | a day to a week   | a week to a month  | one to six months      |
 * | deployment frequency            | on demand, many a day  | daily to weekly   | weekly to monthly  | monthly to half-yearly |
 * | change fail rate                | 5 %                    | 20 %              | 10 %               | 40 %                   |
 * | failed deployment recovery time | less than an hour      | less than a day   | less than a day    | a week to a month      |
 *
 * They were found among answers to a survey, not set as goals: that the medium cluster fails less often than the high one is so in the report. The report has no
 * cluster for rework rate. A month is 30 days here, half a year 182.
 */

export type Cluster = 'elite' | 'high' | 'medium' | 'low'

/** In words where the table has no single answer. */
export type Placed = { cluster?: Cluster; words: string }

const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
const WEEK_DAYS = 7
const MONTH_DAYS = 30
const HALF_YEAR_DAYS = 182

const placed = (cluster: Cluster): Placed => ({ cluster, words: cluster })

export function placeFrequency(perDay: number): Placed {
  if (perDay > 1) return placed('elite')
  if (perDay * WEEK_DAYS >= 1) return placed('high')
  if (perDay * MONTH_DAYS >= 1) return placed('medium')
  return perDay * HALF_YEAR_DAYS >= 1 ? placed('low') : { words: 'rarer than low' }
}

export function placeLeadTime(ms: number): Placed {
  const days = ms / DAY_MS
  if (days < 1) return placed('elite')
  if (days <= WEEK_DAYS) return placed('high')
  if (days <= MONTH_DAYS) return placed('medium')
  return days <= HALF_YEAR_DAYS ? placed('low') : { words: 'longer than low' }
}

/** Each cluster's rate as published, best first. */
const RATES: [Cluster, number][] = [
  ['elite', 5],
  ['medium', 10],
  ['high', 20],
  ['low', 40],
]

/** The cluster whose published rate is nearest, the better one of two: the report gives one rate for each, no ranges. */
export function placeFailRate(percent: number): Placed {
  const nearest = RATES.reduce((best, each) =>
    Math.abs(each[1] - percent) < Math.abs(best[1] - percent) ? each : best,
  )
  return { cluster: nearest[0], words: `nearest to ${nearest[0]}` }
}

export function placeRecovery(ms: number): Placed {
  if (ms < HOUR_MS) return placed('elite')
  const days = ms / DAY_MS
  if (days < 1) return { cluster: 'high', words: 'high or medium' }
  if (days < WEEK_DAYS) return { words: 'between medium and low' }
  return days <= MONTH_DAYS ? placed('low') : { words: 'longer than low' }
}
