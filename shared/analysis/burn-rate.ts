/**
 * How fast an error budget burns, over pairs of a long and a short window: "Alerting on SLOs" of Google's Site Reliability Workbook, chapter 5, section 6
 * (multiwindow, multi-burn-rate). A burn rate of 1 uses the whole budget in the period of the objective.
 *
 * BR1  A sample's bad share is its value as a share of one; for a metric whose target is a floor (availability) what is missing from one.
 * BR2  A window's error rate is the mean of its bad shares, weighed by the samples behind each. Its burn rate is that over the budget, 1 − objective.
 * BR3  A sample stands for the time since the one before, at most 2.5 intervals: a longer stretch was not seen. Samples without a value, and thin ones, stand for
 *     none.
 * BR4  A window less than nine tenths of which was seen is no evidence.
 * BR5  A pair burns too fast when both of its windows burn faster than its factor; of several pairs the worst counts, as a multiple of its factor.
 * BR6  Where a pair that burnt too fast can be seen no longer, nothing is said, so that missing samples end no breach.
 */
import type { Sample } from '../contract/results.ts'
import type { BurnRate, BurnWindows, Metric } from '../runbook/model.ts'
import { NEIGHBOUR_INTERVALS } from './measurement/limits.ts'

export const COVERED_SHARE = 0.9

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** 14.4 × uses 2 % of a month's budget in an hour; the others 5 % in six hours, 10 % in a day and in three days. */
export const STANDARD_WINDOWS: readonly BurnWindows[] = [
  { longMs: HOUR_MS, shortMs: 5 * MINUTE_MS, factor: 14.4 },
  { longMs: 6 * HOUR_MS, shortMs: 30 * MINUTE_MS, factor: 6 },
  { longMs: 24 * HOUR_MS, shortMs: 2 * HOUR_MS, factor: 3 },
  { longMs: 72 * HOUR_MS, shortMs: 6 * HOUR_MS, factor: 1 },
]

type Shared = Pick<Metric, 'unit' | 'target'>
type Judged = Shared & Pick<Metric, 'intervalMs' | 'minVolume'>

/** BR1. Of a metric in percent or as a ratio; 0 to 1. */
export const badShare = ({ unit, target }: Shared, value: number): number => {
  const share = Math.min(1, Math.max(0, unit === 'percent' ? value / 100 : value))
  const isGoodShare = target.below === undefined && target.above !== undefined
  return isGoodShare ? 1 - share : share
}

/** Without the noise of binary fractions: at exactly 14.4 × nothing burns too fast. */
const rounded = (value: number): number => Number(value.toPrecision(12))

export const budgetOf = ({ objective }: Pick<BurnRate, 'objective'>): number => rounded(1 - objective / 100)

/** What one window of a pair shows at an instant. */
export type WindowBurn = {
  /** How many times faster than the objective allows; null before there is a sample. */
  burn: number | null
  /** Share of the window that was seen, 0 to 1. */
  covered: number
  /** When nine tenths of it can have been seen at the earliest, in ms since the epoch; undefined when they were. */
  coveredAtMs?: number
}

export type PairBurn = BurnWindows & { long: WindowBurn; short: WindowBurn; isTooFast: boolean }

export type BurnReading = {
  /** Of the worst pair that can be judged, as a multiple of its factor: above 1 it burns too fast. Null is no evidence (BR4, BR6). */
  times: number | null
  pairs: PairBurn[]
}

/** Running sums over one window. */
class WindowSum {
  readonly lengthMs: number
  #first = 0
  #weight = 0
  #bad = 0
  #seenMs = 0

  constructor(lengthMs: number) {
    this.lengthMs = lengthMs
  }

  add(weight: number, bad: number, seenMs: number): void {
    this.#weight += weight
    this.#bad += weight * bad
    this.#seenMs += seenMs
  }

  /** Lets go of what the window has left behind; returns the first row it still needs. */
  moveTo(nowMs: number, rows: Rows): number {
    while (this.#first < rows.length && rows[this.#first]!.atMs <= nowMs - this.lengthMs) {
      const { weight, bad, seenMs } = rows[this.#first]!
      this.add(-weight, bad, -seenMs)
      this.#first++
    }
    return this.#first
  }

  dropRows(count: number): void {
    this.#first -= count
  }

  read(nowMs: number, budget: number): WindowBurn {
    const burn = this.#weight > 0 ? rounded(Math.max(0, this.#bad) / this.#weight / budget) : null
    const seenMs = Math.max(0, this.#seenMs)
    const covered = Math.min(1, seenMs / this.lengthMs)
    const missingMs = COVERED_SHARE * this.lengthMs - seenMs
    return { burn, covered, ...(missingMs > 0 ? { coveredAtMs: nowMs + missingMs } : {}) }
  }
}

type Row = { atMs: number; weight: number; bad: number; seenMs: number }
type Rows = Row[]

const COMPACT_ROWS = 1000

/** The samples of one metric against one objective. Samples come in order of time; one that is older than the last is left out. */
export class BurnSeries {
  readonly #metric: Judged
  readonly #rate: BurnRate
  readonly #sums: { long: WindowSum; short: WindowSum; windows: BurnWindows }[]
  #rows: Rows = []
  #lastMs: number | undefined
  #wasTooFast = new Set<number>()

  constructor(metric: Judged, rate: BurnRate) {
    this.#metric = metric
    this.#rate = rate
    this.#sums = rate.windows.map((windows) => ({
      long: new WindowSum(windows.longMs),
      short: new WindowSum(windows.shortMs),
      windows,
    }))
  }

  /** How much of the past it looks at, in ms. */
  static spanMs(rate: BurnRate): number {
    return Math.max(0, ...rate.windows.map(({ longMs }) => longMs))
  }

  add([atMs, value, count]: Sample): void {
    if (value === null || count < this.#metric.minVolume) return
    if (this.#lastMs !== undefined && atMs <= this.#lastMs) return
    const { intervalMs } = this.#metric
    const apartMs = this.#lastMs === undefined ? intervalMs : atMs - this.#lastMs
    const seenMs = apartMs <= NEIGHBOUR_INTERVALS * intervalMs ? apartMs : intervalMs
    const row = { atMs, weight: Math.max(1, count), bad: badShare(this.#metric, value), seenMs }
    this.#lastMs = atMs
    this.#rows.push(row)
    for (const { long, short } of this.#sums) {
      long.add(row.weight, row.bad, seenMs)
      short.add(row.weight, row.bad, seenMs)
    }
  }

  #move(nowMs: number): void {
    const needed = this.#sums.flatMap(({ long, short }) => [
      long.moveTo(nowMs, this.#rows),
      short.moveTo(nowMs, this.#rows),
    ])
    const left = Math.min(this.#rows.length, ...needed)
    if (left < COMPACT_ROWS) return
    this.#rows = this.#rows.slice(left)
    for (const { long, short } of this.#sums) {
      long.dropRows(left)
      short.dropRows(left)
    }
  }

  read(nowMs: number): BurnReading {
    this.#move(nowMs)
    const budget = budgetOf(this.#rate)
    const pairs = this.#sums.map(({ long: longSum, short: shortSum, windows }): PairBurn => {
      const long = longSum.read(nowMs, budget)
      const short = shortSum.read(nowMs, budget)
      const times = timesOf(windows, long, short)
      return { ...windows, long, short, isTooFast: times !== undefined && times > 1 }
    })
    return { times: this.#judge(pairs), pairs }
  }

  /** BR5, BR6. */
  #judge(pairs: PairBurn[]): number | null {
    const judged = pairs.map((pair) => timesOf(pair, pair.long, pair.short))
    for (const [index, times] of judged.entries()) {
      if (times === undefined) continue
      if (times > 1) this.#wasTooFast.add(index)
      else this.#wasTooFast.delete(index)
    }
    const seen = judged.filter((times) => times !== undefined)
    if (seen.length === 0) return null
    const worst = Math.max(...seen)
    const isUnseen = [...this.#wasTooFast].some((index) => judged[index] === undefined)
    return worst <= 1 && isUnseen ? null : worst
  }
}

/** A sample as a trigger judges it: how many times its factor the worst pair burns then, in place of the value. */
export function judgeBurn(
  series: BurnSeries,
  { minVolume }: Pick<Metric, 'minVolume'>,
  sample: Sample,
): { sample: Sample; reading: BurnReading } {
  const [atMs, value, count] = sample
  series.add(sample)
  const reading = series.read(atMs)
  const isNone = value === null || count < minVolume || reading.times === null
  return { sample: isNone ? [atMs, null, 0] : [atMs, reading.times, count], reading }
}

/** BR4. Undefined where a window was not seen for long enough. */
const timesOf = ({ factor }: BurnWindows, long: WindowBurn, short: WindowBurn): number | undefined => {
  if (long.burn === null || short.burn === null) return undefined
  if (long.coveredAtMs !== undefined || short.coveredAtMs !== undefined) return undefined
  return Math.min(long.burn, short.burn) / factor
}
