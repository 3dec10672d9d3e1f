import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimate } from '../../../shared/analysis/decimate.ts'
import type { Sample } from '../../../shared/contract/results.ts'

const series = fc
  .array(
    fc.record({
      stepMs: fc.integer({ min: 1, max: 5000 }),
      value: fc.oneof(
        { weight: 5, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
    }),
    { minLength: 1, maxLength: 600 },
  )
  .map((rows) => {
    let atMs = 0
    return rows.map(({ stepMs, value }): Sample => {
      atMs += stepMs
      return [atMs, value, value === null ? 0 : 1]
    })
  })
const points = fc.integer({ min: 8, max: 300 })
const valuesOf = (samples: readonly Sample[]) => samples.flatMap(([, value]) => (value === null ? [] : [value]))

describe('decimation', () => {
  it('lets no breach vanish: whatever the limit, every stretch that crosses it still shows it', () => {
    fc.assert(
      fc.property(series, points, fc.double({ min: -100, max: 100, noNaN: true }), (samples, limit, threshold) => {
        const kept = decimate(samples, limit)
        const spanMs = samples.at(-1)![0] - samples[0]![0]
        const bucketMs = spanMs / Math.max(1, Math.floor((limit - 5) / 4)) + 1
        for (const sign of [1, -1]) {
          const crosses = ([, value]: Sample) => value !== null && sign * value > sign * threshold
          for (const [atMs] of samples.filter(crosses)) {
            expect(kept.some((each) => crosses(each) && Math.abs(each[0] - atMs) <= bucketMs)).toBe(true)
          }
        }
      }),
    )
  })

  it('stays within the points asked for, ascending, made of real samples, with the extremes and the newest value', () => {
    fc.assert(
      fc.property(series, points, (samples, limit) => {
        const kept = decimate(samples, limit)
        expect(kept.length).toBeLessThanOrEqual(limit)
        expect(kept.every((each) => samples.includes(each))).toBe(true)
        expect(kept.map(([atMs]) => atMs)).toEqual(kept.map(([atMs]) => atMs).sort((a, b) => a - b))
        if (valuesOf(samples).length === 0) return
        expect(Math.max(...valuesOf(kept))).toBe(Math.max(...valuesOf(samples)))
        expect(Math.min(...valuesOf(kept))).toBe(Math.min(...valuesOf(samples)))
        expect(valuesOf(kept).at(-1)).toBe(valuesOf(samples).at(-1))
      }),
    )
  })

  it('closes no gap: a missing value between two kept ones stays between them', () => {
    fc.assert(
      fc.property(series, points, (samples, limit) => {
        const kept = decimate(samples, limit)
        for (const [index, after] of kept.entries()) {
          const before = kept[index - 1]
          if (before === undefined || before[1] === null || after[1] === null) continue
          const between = samples.slice(samples.indexOf(before), samples.indexOf(after))
          expect(between.every(([, value]) => value !== null)).toBe(true)
        }
      }),
    )
  })

  it('shows a stretch without rows as a gap', () => {
    const samples: Sample[] = [
      [0, 1, 1],
      [1000, 2, 1],
      [60_000, 3, 1],
    ]
    expect(decimate(samples, 100, 3000).map(([, value]) => value)).toEqual([1, 2, null, 3])
    expect(decimate(samples, 100)).toEqual(samples)
  })
})
