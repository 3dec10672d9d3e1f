/** Rules BR1 to BR6 of shared/analysis/burn-rate.ts, against numbers computed by hand. */
import { describe, expect, test } from 'vitest'
import { BurnSeries, badShare, STANDARD_WINDOWS } from '../../../shared/analysis/burn-rate.ts'
import type { Sample } from '../../../shared/contract/results.ts'
import type { BurnWindows, Metric } from '../../../shared/runbook/model.ts'
import { metricFixture } from './metric-fixture.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const METRIC = metricFixture({ intervalMs: MINUTE, minVolume: 1 })
const PAGE = STANDARD_WINDOWS[0]!

/** `[minutes, percent, requests]` one after the other, a sample a minute; `null` percent is a stretch nobody saw. */
type Stretch = [minutes: number, percent: number | null, requests?: number]

function seen(
  stretches: Stretch[],
  windows: readonly BurnWindows[] = [PAGE],
  metric: Metric = METRIC,
  objective = 99.9,
) {
  const series = new BurnSeries(metric, { objective, windows: [...windows] })
  let nowMs = 0
  for (const [minutes, percent, requests = 100] of stretches)
    for (let index = 0; index < minutes; index++) {
      nowMs += MINUTE
      if (percent === null) continue
      series.add([nowMs, percent, requests] satisfies Sample)
      series.read(nowMs)
    }
  return series.read(nowMs)
}

describe('A burn rate', () => {
  test('BR1: is of the share that fails, of a ceiling and of a floor, in percent and as a ratio', () => {
    const floor = metricFixture({ target: { above: 99.9 } })
    const ratio = metricFixture({ unit: 'ratio', target: { below: 0.001 } })
    expect(badShare(METRIC, 2)).toBeCloseTo(0.02, 12)
    expect(badShare(floor, 98)).toBeCloseTo(0.02, 12)
    expect(badShare(ratio, 0.02)).toBeCloseTo(0.02, 12)
  })

  test('BR2: 1.5 % of errors for an hour burn a budget of 0.1 % 15 times too fast; the limit of 14.4 is exclusive', () => {
    const { pairs, times } = seen([[60, 1.5]])
    expect(pairs[0]).toMatchObject({ long: { burn: 15, covered: 1 }, short: { burn: 15, covered: 1 }, isTooFast: true })
    expect(times).toBeCloseTo(15 / 14.4, 12)
    expect(seen([[60, 1.44]])).toMatchObject({ times: 1, pairs: [{ isTooFast: false }] })
  })

  test('BR2: is weighed by the requests behind each sample: 100 with 10 % and 900 without an error are 1 %', () => {
    const mixed = seen([
      [30, 10, 100],
      [30, 0, 900],
    ])
    expect(mixed.pairs[0]!.long.burn).toBe(10)
  })

  test('BR5: both windows must burn: five minutes at 20 % are 16.7 over the hour, and over as soon as the short one is good', () => {
    const during = seen([
      [55, 0],
      [5, 20],
    ])
    expect(during.pairs[0]!.long.burn).toBeCloseTo(100 / 6, 9)
    expect(during.pairs[0]!.short.burn).toBe(200)
    expect(during.times).toBeCloseTo(100 / 6 / 14.4, 9)
    const later = seen([
      [55, 0],
      [5, 20],
      [5, 0],
    ])
    expect(later.pairs[0]).toMatchObject({ short: { burn: 0 }, isTooFast: false })
    expect(later.times).toBe(0)
  })

  test('BR5: the four standard pairs catch 14.4, 6, 3 and 1 times, each at its own rate', () => {
    const pairs = (percent: number) => seen([[72 * 60, percent]], STANDARD_WINDOWS).pairs.map((pair) => pair.isTooFast)
    expect(pairs(0.1)).toEqual([false, false, false, false])
    expect(pairs(0.11)).toEqual([false, false, false, true])
    expect(pairs(0.31)).toEqual([false, false, true, true])
    expect(pairs(0.61)).toEqual([false, true, true, true])
    expect(pairs(1.45)).toEqual([true, true, true, true])
  })

  test('BR4: a window nine tenths of which was not seen is no evidence, and says when it can be at the earliest', () => {
    const early = seen([[10, 50]])
    expect(early.times).toBeNull()
    expect(early.pairs[0]!.short.coveredAtMs).toBeUndefined()
    expect(early.pairs[0]!.long).toMatchObject({ burn: 500, covered: 1 / 6, coveredAtMs: 54 * MINUTE })
    expect(seen([[53, 50]]).times).toBeNull()
    expect(seen([[54, 50]]).times).toBeCloseTo(500 / 14.4, 9)
  })

  test('BR3: what was not seen is not covered, and thin samples are not seen', () => {
    const hole = seen([
      [40, 50],
      [12, null],
      [8, 50],
    ])
    expect(hole.pairs[0]!.long.covered).toBeCloseTo(48 / 60, 12)
    expect(hole.times).toBeNull()
    expect(seen([[60, 50, 0]]).times).toBeNull()
    const scarce = metricFixture({ intervalMs: MINUTE, minVolume: 200 })
    expect(seen([[60, 50, 100]], [PAGE], scarce).times).toBeNull()
  })

  test('BR6: where the pair that burnt too fast cannot be seen any more nothing is said, whatever the others show', () => {
    const windows = [PAGE, { longMs: 4 * HOUR, shortMs: HOUR, factor: 6 }]
    const burning: Stretch[] = [
      [240, 0],
      [5, 20],
    ]
    expect(seen(burning, windows).times).toBeGreaterThan(1)
    expect(seen([...burning, [4, null], [1, 0]], windows).times).toBeNull()
    expect(seen([...burning, [4, null], [5, 0]], windows).times).toBeLessThan(1)
  })

  test('lets go of what its windows have left behind: after a week of it the numbers are the same', () => {
    const week = seen(
      [
        [7 * 24 * 60, 3],
        [55, 0],
        [5, 20],
      ],
      [PAGE, { longMs: 10 * MINUTE, shortMs: 2 * MINUTE, factor: 20 }],
    )
    expect(week.pairs[0]!.long.burn).toBeCloseTo(100 / 6, 6)
    expect(week.pairs[1]).toMatchObject({ long: { burn: 100 }, short: { burn: 200 } })
  })
})
