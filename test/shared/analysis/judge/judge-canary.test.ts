import { describe, expect, it } from 'vitest'
import { judgeConfigSchema } from '../../../../shared/analysis/judge/config.ts'
import { judgeCanary } from '../../../../shared/analysis/judge/judge-canary.ts'

/** Sixty values around a level, in a fixed pattern. */
const around = (level: number, count = 60) =>
  Array.from({ length: count }, (_, index) => level + ((index * 7) % 13) / 10)
const SAME = { baseline: around(10), canary: around(10.01) }
const WORSE = { baseline: around(10), canary: around(20) }
const BETTER = { baseline: around(20), canary: around(10) }

const judge = (samples: Parameters<typeof judgeCanary>[0], config: unknown = {}) =>
  judgeCanary(samples, judgeConfigSchema.parse(config))
const classes = (judgement: ReturnType<typeof judge>) =>
  Object.fromEntries(judgement.metrics.map((each) => [each.metric, each.classification]))

describe('the canary judge', () => {
  it('passes a canary that is no worse, with the score that says so', () => {
    expect(judge({ errors: SAME, latency: SAME })).toMatchObject({ verdict: 'pass', score: 100 })
  })

  it('counts a change only in the direction that is bad', () => {
    const config = { metrics: { errors: { direction: 'increase' }, hits: { direction: 'decrease' }, any: {} } }
    expect(classes(judge({ errors: BETTER, hits: BETTER, any: BETTER }, config))).toEqual({
      errors: 'pass',
      hits: 'low',
      any: 'low',
    })
  })

  it('holds instead of passing while there are fewer samples than asked for', () => {
    const thin = { baseline: around(10), canary: around(10, 49) }
    expect(judge({ errors: thin })).toMatchObject({ verdict: 'hold', reason: expect.stringContaining('errors') })
    expect(judge({ errors: thin }, { 'min-samples': 49 })).toMatchObject({ verdict: 'pass' })
  })

  it('never counts missing data as a pass', () => {
    const none = { baseline: around(10), canary: [] }
    const weights = {
      groups: { a: 50, b: 50 },
      metrics: { errors: { group: 'a' }, latency: { group: 'b' }, queue: { group: 'b' } },
    }
    const judgement = judge({ errors: none, latency: SAME, queue: WORSE }, weights)
    expect(judgement).toMatchObject({ verdict: 'fail', score: 50 })
    expect(judge({ errors: none }).verdict).toBe('hold')
    expect(judge({ errors: none, latency: SAME }).verdict).toBe('hold')
  })

  it('holds when a critical metric has no data, and fails it when its data is required', () => {
    const samples = { errors: { baseline: [], canary: [] }, latency: SAME, queue: SAME }
    const metrics = { errors: { critical: true }, latency: {}, queue: {} }
    expect(judge(samples, { metrics })).toMatchObject({ verdict: 'hold' })
    const required = { metrics: { ...metrics, errors: { 'data-required': true } } }
    expect(judge(samples, required)).toMatchObject({ verdict: 'fail', score: 66.67 })
  })

  it('fails on a critical metric that is worse, whatever the score', () => {
    const config = { pass: 50, marginal: 10, metrics: { errors: { critical: true }, a: {}, b: {}, c: {} } }
    const judgement = judge({ errors: WORSE, a: SAME, b: SAME, c: SAME }, config)
    expect(judgement).toMatchObject({ verdict: 'fail', score: 75, reason: expect.stringContaining('errors') })
  })

  it('lets a small effect pass when the metric allows it, by mean ratio and by common language', () => {
    const size = (measure: string, allowed: number) => ({
      metrics: { errors: { 'effect-size': { measure, 'allowed-increase': allowed } } },
    })
    expect(classes(judge({ errors: WORSE }, size('mean-ratio', 3)))).toEqual({ errors: 'pass' })
    expect(classes(judge({ errors: WORSE }, size('mean-ratio', 1.5)))).toEqual({ errors: 'high' })
    expect(classes(judge({ errors: WORSE }, size('cles', 1)))).toEqual({ errors: 'high' })
  })

  it('takes thresholds as inclusive', () => {
    const samples = { a: SAME, b: SAME, c: SAME, d: WORSE }
    expect(judge(samples, { pass: 75, marginal: 50 }).verdict).toBe('pass')
    expect(judge(samples, { pass: 76, marginal: 75 }).verdict).toBe('marginal')
    expect(judge(samples, { pass: 80, marginal: 76 }).verdict).toBe('fail')
  })

  it('gives groups without a weight equal shares of what is left', () => {
    const config = { groups: { a: 60 }, metrics: { x: { group: 'a' }, y: { group: 'b' }, z: { group: 'c' } } }
    expect(judge({ x: WORSE, y: SAME, z: SAME }, config)).toMatchObject({ score: 40, verdict: 'fail' })
  })

  it('replaces missing values by zero or leaves them out, and counts them either way', () => {
    const canary = [...around(10), Number.NaN, Number.NaN]
    const judged = judge({ errors: { baseline: around(10), canary } }, { metrics: { errors: { missing: 'replace' } } })
    expect(judged.metrics[0]!.canary).toEqual({ count: 62, missing: 2, outliers: 0 })
    expect(judge({ errors: { baseline: around(10), canary } }).metrics[0]!.canary.count).toBe(60)
  })

  it('leaves out outliers only where it is told to', () => {
    const canary = [...around(10, 200), 10_000]
    const samples = { errors: { baseline: around(10, 200), canary } }
    expect(judge(samples).metrics[0]!.canary).toEqual({ count: 201, missing: 0, outliers: 0 })
    const remove = { metrics: { errors: { outliers: 'remove' } } }
    expect(judge(samples, remove).metrics[0]!.canary).toEqual({ count: 200, missing: 0, outliers: 1 })
  })

  it('names metrics the configuration does not mention instead of judging them', () => {
    expect(judge({ errors: SAME, other: WORSE }, { metrics: { errors: {} } })).toMatchObject({
      verdict: 'pass',
      ignored: ['other'],
    })
  })
})
