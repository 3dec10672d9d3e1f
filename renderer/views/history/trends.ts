/** What each chart of the History view shows, in words and marks. */
import type { TrendPoint, Trends } from '../../../shared/analysis/dora/trends.ts'
import { spanWords } from '../../../shared/documents/dora-words.ts'
import { formatClock } from '../../../shared/documents/words.ts'
import { DEPLOYMENT_TARGET_MS, ROLLBACK_TARGET_MS } from '../../../shared/domain/scorecard-targets.ts'
import type { TrendLooks, TrendMarks } from '../../charts/trend-chart.tsx'

export type Trend = {
  title: string
  /** Below the title: what a mark is, and the last value. */
  says: string
  empty: string
  marks: TrendMarks[]
  high: number
  words: (value: number) => string
  limit?: number
}

const highest = (points: readonly TrendPoint[]) => Math.max(0, ...points.map(({ value }) => value))

/** The target is in the picture unless what was measured is far from it. */
const reach = (high: number, limit: number) => (high * 3 >= limit ? Math.max(high, limit) : high)

const lastMiddle = (points: readonly TrendPoint[], words: (value: number) => string): string => {
  const last = points.at(-1)
  return last ? `now ${words(last.middle)}` : ''
}

const drawn = (points: readonly TrendPoint[], looks: TrendLooks = 'dots'): TrendMarks => ({ points, looks })

const percent = (value: number) => `${Math.round(value)} %`
const whole = (value: number) => String(Math.round(value))

export function trendsOf(trends: Trends): Trend[] {
  const { columns, leadTimes, failRates, rateOf, recoveries, deployments, rollbacks, drills } = trends
  const most = Math.max(0, ...columns.all.map((each) => each.deployments))
  const backs = [...rollbacks, ...drills]
  return [
    {
      title: columns.weeks === 1 ? 'Deployments per week' : 'Deployments per four weeks',
      says: 'red: failed',
      empty: 'No deployment in this range',
      marks: most === 0 ? [] : [{ columns: columns.all }],
      high: most,
      words: whole,
    },
    {
      title: 'Change lead time',
      says: lastMiddle(leadTimes, spanWords),
      empty: 'No commits on record: Documents, release notes reads them',
      marks: leadTimes.length === 0 ? [] : [drawn(leadTimes)],
      high: highest(leadTimes),
      words: spanWords,
    },
    {
      title: 'Change fail rate',
      says: `now ${percent(failRates.at(-1)?.value ?? 0)} of the last ${rateOf}`,
      empty: 'From the fifth deployment on',
      marks: failRates.length === 0 ? [] : [drawn(failRates, 'line')],
      high: highest(failRates) || 100,
      words: percent,
    },
    {
      title: 'Recovery',
      says: lastMiddle(recoveries, spanWords),
      empty: 'Nothing to recover from in this range',
      marks: recoveries.length === 0 ? [] : [drawn(recoveries)],
      high: highest(recoveries),
      words: spanWords,
    },
    {
      title: 'Deployment time',
      says: `${lastMiddle(deployments, spanWords)}; target ${formatClock(DEPLOYMENT_TARGET_MS)}`,
      empty: 'No deployment in this range',
      marks: deployments.length === 0 ? [] : [drawn(deployments)],
      high: reach(highest(deployments), DEPLOYMENT_TARGET_MS),
      words: spanWords,
      limit: DEPLOYMENT_TARGET_MS,
    },
    {
      title: 'Rollback time',
      says: [lastMiddle(rollbacks, spanWords), 'rings: drills', `target ${formatClock(ROLLBACK_TARGET_MS)}`]
        .filter(Boolean)
        .join('; '),
      empty: 'No rollback and no drill in this range',
      marks: backs.length === 0 ? [] : [drawn(drills, 'rings'), drawn(rollbacks)],
      high: reach(highest(backs), ROLLBACK_TARGET_MS),
      words: spanWords,
      limit: ROLLBACK_TARGET_MS,
    },
  ]
}
