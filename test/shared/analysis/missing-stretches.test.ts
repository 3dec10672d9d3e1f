import { describe, expect, it } from 'vitest'
import { missingStretches } from '../../../shared/analysis/missing-stretches.ts'

const missing = (times: number[], intervalMs = 10) =>
  missingStretches(times, 0, 100, intervalMs).map(({ fromMs, toMs }) => [fromMs, toMs])

describe('what is missing between samples', () => {
  it('is everything where there is nothing, and nothing where samples are an interval apart', () => {
    expect(missing([])).toEqual([[0, 100]])
    expect(missing([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100])).toEqual([])
    expect(missing([5, 20, 40, 60, 80, 95])).toEqual([])
  })

  it('is each gap of more than two and a half intervals, up to an interval from its neighbours', () => {
    expect(missing([50, 60])).toEqual([
      [0, 40],
      [70, 100],
    ])
    expect(missing([0, 10, 60, 70, 80, 90, 100])).toEqual([[20, 50]])
    expect(missing([-500, 0, 25, 50, 75, 100, 900])).toEqual([])
  })
})
