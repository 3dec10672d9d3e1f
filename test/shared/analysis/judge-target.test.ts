import { describe, expect, it } from 'vitest'
import { judgeTarget } from '../../../shared/analysis/judge-target.ts'
import type { Sample } from '../../../shared/contract/results.ts'
import { metricFixture } from './metric-fixture.ts'

const metric = metricFixture()
const at = (second: number, value: number | null, count = 600): Sample => [second * 1000, value, count]

describe('the verdict on a target', () => {
  it('holds well below the limit, and says value, target and counts', () => {
    const verdict = judgeTarget(metric, [at(1, 0.02), at(2, 0.05)], 2000)
    expect(verdict).toMatchObject({ status: 'holds', value: 0.05, sinceMs: 1000, count: 600 })
    expect(verdict.distance).toBeCloseTo(0.05)
    expect(verdict.rule).toBe('Error rate 0.05 % holds < 0.1 % (600 samples in 1 min, at least 100 needed).')
  })

  it('is near within 20 % of the limit, and a breach at exactly the limit', () => {
    expect(judgeTarget(metric, [at(1, 0.0799)], 1000).status).toBe('holds')
    expect(judgeTarget(metric, [at(1, 0.08)], 1000).status).toBe('near')
    expect(judgeTarget(metric, [at(1, 0.0999)], 1000).status).toBe('near')
    expect(judgeTarget(metric, [at(1, 0.1)], 1000)).toMatchObject({ status: 'breach', distance: 0 })
  })

  it('measures nearness of an availability on its error budget, not on the limit', () => {
    const availability = metricFixture({ target: { above: 99.9 } })
    expect(judgeTarget(availability, [at(1, 100)], 1000).status).toBe('holds')
    expect(judgeTarget(availability, [at(1, 99.91)], 1000).status).toBe('near')
    expect(judgeTarget(availability, [at(1, 99.9)], 1000).status).toBe('breach')
  })

  it('never passes nor breaches on thin data', () => {
    for (const value of [0, 100]) {
      expect(judgeTarget(metric, [at(1, value, 99)], 1000)).toMatchObject({ status: 'thin', distance: null, count: 99 })
    }
  })

  it('has no verdict without data, and none on data that is too old', () => {
    expect(judgeTarget(metric, [], 1000)).toMatchObject({ status: 'no-data', value: null, atMs: null })
    expect(judgeTarget(metric, [at(1, null, 0)], 1000).status).toBe('no-data')
    const stale = judgeTarget(metric, [at(1, 4)], 60_000)
    expect(stale).toMatchObject({ status: 'no-data', value: 4, sinceMs: 1000 })
    expect(stale.rule).toContain('the last value was 4 % 59 s ago, which missed the target')
  })

  it('is frozen by a missing sample: the last value stands, and so does its beginning', () => {
    const samples = [at(1, 0.02), at(2, 5), at(3, 5), at(4, null, 0), at(5, 6), at(6, null, 0)]
    expect(judgeTarget(metric, samples, 6000)).toMatchObject({ status: 'breach', value: 6, sinceMs: 2000 })
  })

  it('M8: is blind after more than four errors of the source in a row, or what the metric bears', () => {
    const samples = [at(1, 0.01)]
    const source = { consecutive: 4, sinceMs: 1500, reason: 'Prometheus refused the connection.' }
    expect(judgeTarget(metric, samples, 2000, source).status).toBe('holds')
    const blind = judgeTarget(metric, samples, 31_500, { ...source, consecutive: 5 })
    expect(
      judgeTarget(metricFixture({ consecutiveErrorLimit: 9 }), samples, 2000, { ...source, consecutive: 9 }).status,
    ).toBe('holds')
    expect(blind).toMatchObject({ status: 'blind', sinceMs: 1500, distance: null, value: 0.01 })
    expect(blind.rule).toBe('Error rate cannot be measured for 30 s: Prometheus refused the connection.')
  })

  it('does not call a metric without a target good', () => {
    expect(judgeTarget(metricFixture({ target: {} }), [at(1, 5)], 1000).status).toBe('no-target')
  })

  it('judges a corridor by the limit that is closer', () => {
    const corridor = metricFixture({ unit: 'count', target: { above: 10, below: 100 } })
    expect(judgeTarget(corridor, [at(1, 50)], 1000)).toMatchObject({ status: 'holds', distance: 40 })
    expect(judgeTarget(corridor, [at(1, 11)], 1000)).toMatchObject({ status: 'near', distance: 1 })
    expect(judgeTarget(corridor, [at(1, 9)], 1000)).toMatchObject({ status: 'breach', distance: -1 })
  })
})
