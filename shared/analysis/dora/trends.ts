/** How the measures went over a range: columns of weeks, and a point for each release, with the median of the last ones. Pure. */
import type { ReleaseHistory, TimedRollback } from '../../domain/history/release-history.ts'
import { percentile } from '../statistics.ts'
import { DAY_MS } from './clusters.ts'
import { arrivedAtMs, type Counted, leadTimeMsOf, recoveryMsOf, selectCounted } from './counted.ts'
import type { DoraRange } from './measure-dora.ts'

/** `value` in ms, or percent. `middle`: the median of the last five up to this one; of a twentieth of all where that is more. */
export type TrendPoint = { atMs: number; value: number; middle: number; title: string }

export type TrendColumn = { fromMs: number; toMs: number; deployments: number; failed: number }

export type Trends = {
  /** From Monday to Monday in UTC; four weeks each where a range has more than 110 of them. */
  columns: { weeks: 1 | 4; all: TrendColumn[] }
  leadTimes: TrendPoint[]
  /** Of the last `rateOf` deployments, from the fifth on. */
  failRates: TrendPoint[]
  rateOf: number
  recoveries: TrendPoint[]
  deployments: TrendPoint[]
  rollbacks: TrendPoint[]
  drills: TrendPoint[]
}

const WEEK_MS = 7 * DAY_MS
/** 1 January 1970 was a Thursday. */
const MONDAY_MS = 4 * DAY_MS
const MOST_WEEKS = 110
const MIDDLE_OF = 5
const RATE_OF = 10
const RATE_FROM = 5

/** Over a thousand releases a line of five is noise. */
const lastOf = (least: number, count: number) => Math.max(least, Math.round(count / 20))

/** Columns begin at the week the range begins in and end with the one it ends in, so that none is half of one but the last. */
function columnsOf(deployments: readonly Counted[], { fromMs, toMs }: DoraRange): Trends['columns'] {
  const firstMs = Math.floor((fromMs - MONDAY_MS) / WEEK_MS) * WEEK_MS + MONDAY_MS
  const weeks = (toMs - firstMs) / WEEK_MS > MOST_WEEKS ? 4 : 1
  const columnMs = weeks * WEEK_MS
  const all = Array.from({ length: Math.max(1, Math.ceil((toMs - firstMs) / columnMs)) }, (_, index) => ({
    fromMs: firstMs + index * columnMs,
    toMs: firstMs + (index + 1) * columnMs,
    deployments: 0,
    failed: 0,
  }))
  for (const each of deployments) {
    const column = all[Math.floor((arrivedAtMs(each) - firstMs) / columnMs)]
    if (!column) continue
    column.deployments++
    if (each.hasFailed) column.failed++
  }
  return { weeks, all }
}

type Bare = Omit<TrendPoint, 'middle'>

const withMiddle = (points: Bare[]): TrendPoint[] =>
  points
    .toSorted((a, b) => a.atMs - b.atMs)
    .map((each, index, all) => ({
      ...each,
      middle: percentile(
        all.slice(Math.max(0, index + 1 - lastOf(MIDDLE_OF, all.length)), index + 1).map(({ value }) => value),
        50,
      )!,
    }))

const titleOf = ({ name, version }: { name: string; version: string }) => `${name} ${version}`

const pointsOf = (deployments: readonly Counted[], value: (each: Counted) => number | undefined): TrendPoint[] =>
  withMiddle(
    deployments.flatMap((each) => {
      const found = value(each)
      return found === undefined ? [] : [{ atMs: arrivedAtMs(each), value: found, title: titleOf(each) }]
    }),
  )

function failRatesOf(deployments: readonly Counted[], { fromMs, toMs }: DoraRange, rateOf: number): TrendPoint[] {
  const inOrder = deployments.toSorted((a, b) => arrivedAtMs(a) - arrivedAtMs(b))
  return inOrder.flatMap((each, index) => {
    const last = inOrder.slice(Math.max(0, index + 1 - rateOf), index + 1)
    const atMs = arrivedAtMs(each)
    if (last.length < RATE_FROM || atMs < fromMs || atMs > toMs) return []
    const value = (last.filter(({ hasFailed }) => hasFailed).length / last.length) * 100
    return [{ atMs, value, middle: value, title: titleOf(each) }]
  })
}

const timedOf = (
  releases: readonly ReleaseHistory[],
  { fromMs, toMs }: DoraRange,
  of: (release: ReleaseHistory) => TimedRollback[],
): TrendPoint[] =>
  withMiddle(
    releases.flatMap((release) =>
      of(release)
        .filter(({ outcome, startedAtMs }) => outcome === 'succeeded' && startedAtMs >= fromMs && startedAtMs <= toMs)
        .map(({ startedAtMs: atMs, durationMs: value }) => ({ atMs, value, title: titleOf(release) })),
    ),
  )

/** `releases` may reach beyond the range: what came before it says how the first of it failed. */
export function projectTrends(releases: readonly ReleaseHistory[], range: DoraRange): Trends {
  const all = selectCounted(releases)
  const inside = all.filter((each) => arrivedAtMs(each) >= range.fromMs && arrivedAtMs(each) <= range.toMs)
  const rateOf = lastOf(RATE_OF, inside.length)
  return {
    columns: columnsOf(inside, range),
    leadTimes: pointsOf(inside, leadTimeMsOf),
    failRates: failRatesOf(all, range, rateOf),
    rateOf,
    recoveries: pointsOf(inside, recoveryMsOf),
    deployments: pointsOf(inside, ({ deployMs, endedAtMs }) => (endedAtMs === undefined ? undefined : deployMs)),
    rollbacks: timedOf(releases, range, ({ rollbacks }) => rollbacks),
    drills: timedOf(releases, range, ({ drills }) => drills),
  }
}
