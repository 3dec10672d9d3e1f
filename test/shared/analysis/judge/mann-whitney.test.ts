import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMetricSamples } from '../../../../main/adapters/csv/read-metric-samples.ts'
import { mannWhitney } from '../../../../shared/analysis/judge/mann-whitney.ts'
import { normalCdf, normalQuantile } from '../../../../shared/analysis/judge/normal.ts'

const fixtures = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'judge')
const samples = (name: string) => readMetricSamples(join(fixtures, name), name)
const R = JSON.parse(readFileSync(join(fixtures, 'r.json'), 'utf8')) as Record<string, ReturnType<typeof mannWhitney>>

describe('the Mann-Whitney test', () => {
  it.each(Object.keys(R))(
    'agrees with R about %s: wilcox.test(exact = FALSE, correct = TRUE, conf.int = TRUE)',
    (metric) => {
      const ours = mannWhitney(samples('canary.csv').get(metric)!, samples('baseline.csv').get(metric)!, 0.98)
      const theirs = R[metric]!
      expect(ours.u).toBe(theirs.u)
      expect(ours.pValue / theirs.pValue).toBeCloseTo(1, 9)
      // R searches its roots to 1e-4; the same steps lead to the same numbers.
      for (const key of ['shift', 'low', 'high'] as const) expect(Math.abs(ours[key] - theirs[key])).toBeLessThan(1e-6)
    },
  )

  it('turns its signs around when the samples change places', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 40 })
    fc.assert(
      fc.property(values, values, (x, y) => {
        const [there, back] = [mannWhitney(x, y, 0.95), mannWhitney(y, x, 0.95)]
        expect(there.u + back.u).toBe(x.length * y.length)
        if (!Number.isNaN(there.pValue)) expect(there.pValue).toBeCloseTo(back.pValue, 12)
        expect(there.low).toBeLessThanOrEqual(there.high)
      }),
    )
  })

  it('says of two constants exactly how far they are apart', () => {
    expect(mannWhitney([7, 7, 7], [5, 5], 0.98)).toMatchObject({ shift: 2, low: 2, high: 2 })
  })
})

describe('the normal distribution', () => {
  it('knows its tabulated quantiles', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13)
    expect(normalQuantile(0.01)).toBeCloseTo(-2.3263478740408408, 13)
    expect(normalQuantile(1e-12)).toBeCloseTo(-7.034483825301131, 10)
  })

  it('leads from a quantile back to its probability', () => {
    const probability = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true })
    fc.assert(fc.property(probability, (p) => void expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12)))
  })
})
