/** Rules M1 to M12 of docs/metrics.md. */
import { describe, expect, test } from 'vitest'
import { classify, type Measurement } from '../../../../shared/analysis/measurement/classify.ts'
import {
  beginRun,
  interruptRun,
  type MetricRun,
  phaseOf,
  progressOf,
  takeMeasurement,
  worstOf,
} from '../../../../shared/analysis/measurement/metric-run.ts'
import type { Metric } from '../../../../shared/runbook/model.ts'
import { metricFixture } from '../metric-fixture.ts'

/** Success below 0.1 %, failure above 1 %, at least 100 requests, every second. */
const METRIC = metricFixture({ failure: { above: 1 } })

type Seen = number | null | 'thin' | 'error'
const GOOD = 0.05
const UNSURE = 0.5
const BAD = 2

const measurement = (seen: Seen, atMs: number): Measurement => {
  if (seen === 'error') return { atMs, value: null, count: 0, error: 'Prometheus refused the connection.' }
  if (seen === 'thin') return { atMs, value: 50, count: 99 }
  return { atMs, value: seen, count: seen === null ? 0 : 600 }
}

/** One measurement a second from 0 on. */
const fold = (seen: Seen[], metric: Metric = METRIC, from: MetricRun = beginRun(), fromMs = 0): MetricRun =>
  seen.reduce((run, each, index) => takeMeasurement(run, metric, measurement(each, index * 1000), fromMs), from)

const phase = (seen: Seen[], forMs = 0, metric: Metric = METRIC) =>
  phaseOf(fold(seen, metric), metric, { forMs, fromMs: 0 }, (seen.length - 1) * 1000)

describe('What a measurement says', () => {
  const is = (seen: Seen, metric = METRIC) => classify(metric, measurement(seen, 0))
  test('M1: it succeeds within the target, fails beyond the failure condition, and is inconclusive between', () => {
    expect([0.09, 0.1, 1, 1.01].map((value) => is(value))).toEqual([
      'success',
      'inconclusive',
      'inconclusive',
      'failure',
    ])
  })
  test('M1: without a failure condition whatever misses the target is a failure', () => {
    const plain = metricFixture()
    expect([0.09, 0.1, 50].map((value) => is(value, plain))).toEqual(['success', 'failure', 'failure'])
  })
  test('M1: where both conditions hold it is a failure, and without a target there is no verdict', () => {
    expect(is(0.06, metricFixture({ failure: { above: 0.05 } }))).toBe('failure')
    expect(is(0.06, metricFixture({ target: {} }))).toBe('missing')
  })
  test('M2, M3: a thin value, none at all and an error of the source are no evidence, however bad the number', () => {
    expect([is('thin'), is(null), is('error')]).toEqual(['thin', 'missing', 'error'])
  })
})

describe('What measurements come to', () => {
  test('M4: one failure fails the metric, unless it bears more', () => {
    expect(phase([GOOD, BAD])).toBe('failed')
    const bearing = { ...METRIC, failureLimit: 2 }
    expect(phase([BAD, GOOD, BAD, GOOD], 0, bearing)).toBe('met')
    expect(phase([BAD, GOOD, BAD, GOOD, BAD, GOOD], 0, bearing)).toBe('failed')
  })
  test('M5: beyond its limit an inconclusive metric stays so, however good what follows is', () => {
    expect(phase([UNSURE, GOOD, GOOD, GOOD])).toBe('inconclusive')
    expect(phase([UNSURE, GOOD, GOOD, GOOD], 2000, { ...METRIC, inconclusiveLimit: 1 })).toBe('met')
  })
  test('M6: it takes as many measurements as count says, failures that are borne among them, errors not', () => {
    const metric = { ...METRIC, count: 4, failureLimit: 1 }
    expect(phase([GOOD, 'error', 'thin', null, BAD, GOOD], 0, metric)).toBe('holding')
    expect(phase([GOOD, BAD, GOOD, GOOD], 0, metric)).toBe('met')
  })
  test('M6: so many successes in a row are needed; when the count is used up without them it is inconclusive', () => {
    const metric = { ...METRIC, consecutiveSuccessLimit: 3, failureLimit: 9 }
    expect(phase([GOOD, GOOD, BAD, GOOD, GOOD], 0, metric)).toBe('holding')
    expect(phase([GOOD, GOOD, 'error', GOOD], 0, metric)).toBe('met')
    expect(phase([GOOD, GOOD, BAD, GOOD, GOOD], 0, { ...metric, count: 5 })).toBe('inconclusive')
  })
  test('M7: what is measured before the gate began or within the initial delay does not count', () => {
    const metric = { ...METRIC, initialDelayMs: 2000 }
    const run = fold([BAD, BAD, BAD, GOOD, GOOD], metric, beginRun(), 1000)
    expect(progressOf(run)).toEqual({ heldMs: 1000, measured: 2, failures: 0, inconclusives: 0, successesInARow: 2 })
    expect(phaseOf(fold([BAD], metric), metric, { forMs: 0, fromMs: 0 }, 1000)).toBe('pending')
  })
  test('M8: five errors in a row make it blind, four with an answer between them do not; it sees again with the first answer', () => {
    const four: Seen[] = ['error', 'error', 'error', 'error']
    expect(phase([GOOD, ...four, 'error'])).toBe('blind')
    expect(phase([GOOD, ...four, null, 'error'])).not.toBe('blind')
    expect(phase([GOOD, ...four, 'error', GOOD])).toBe('met')
    expect(phase([GOOD, 'error', 'error'], 0, { ...METRIC, consecutiveErrorLimit: 1 })).toBe('blind')
  })
  test('M9: time counts between neighbouring successes; errors, thin and missing values freeze it', () => {
    expect(fold([GOOD, GOOD, GOOD]).heldMs).toBe(2000)
    expect(fold([GOOD, GOOD, 'error', 'thin', null, 'thin', GOOD, GOOD]).heldMs).toBe(2000)
    expect(phase([GOOD, GOOD, 'thin', GOOD, GOOD], 2000)).toBe('met')
    expect(phase([GOOD, GOOD, 'thin', GOOD, GOOD], 2001)).toBe('holding')
  })
  test('M9: a failure or an inconclusive measurement sets it to nothing, also one that is borne', () => {
    expect(fold([GOOD, GOOD, BAD, GOOD]).heldMs).toBe(0)
    expect(fold([GOOD, GOOD, UNSURE, GOOD, GOOD]).heldMs).toBe(1000)
  })
  test('M9, M12: across a hole in the samples, and after a time nobody watched, nothing is counted', () => {
    const far = takeMeasurement(fold([GOOD, GOOD]), METRIC, measurement(GOOD, 3501), 0)
    expect(far.heldMs).toBe(1000)
    const near = takeMeasurement(fold([GOOD, GOOD]), METRIC, measurement(GOOD, 3500), 0)
    expect(near.heldMs).toBe(3500)
    expect(takeMeasurement(interruptRun(fold([GOOD, GOOD]), 1500), METRIC, measurement(GOOD, 2000), 0).heldMs).toBe(
      1000,
    )
  })
  test('M10: what was met is met no longer once its newest value is old, or thin, or an error', () => {
    const run = fold([GOOD, GOOD, GOOD])
    const at = (nowMs: number) => phaseOf(run, METRIC, { forMs: 2000, fromMs: 0 }, nowMs)
    expect([at(2000), at(7000), at(7001)]).toEqual(['met', 'met', 'no-data'])
    expect(phase([GOOD, GOOD, GOOD, 'thin'], 2000)).toBe('thin')
    expect(phase([GOOD, GOOD, GOOD, 'error'], 2000)).toBe('holding')
  })
  test('M10: a metric that was never measured is pending, then without data', () => {
    const at = (nowMs: number) => phaseOf(beginRun(), METRIC, { forMs: 0, fromMs: 0 }, nowMs)
    expect([at(5000), at(5001)]).toEqual(['pending', 'no-data'])
  })
  test('M12: what was met before nobody watched is met no longer, until it is measured again', () => {
    const run = interruptRun(fold([GOOD, GOOD, GOOD]), 3000)
    expect(phaseOf(run, METRIC, { forMs: 2000, fromMs: 0 }, 3000)).toBe('pending')
    const again = takeMeasurement(run, METRIC, measurement(GOOD, 4000), 0)
    expect(phaseOf(again, METRIC, { forMs: 2000, fromMs: 0 }, 4000)).toBe('met')
  })
  test('M10: a source that answers every other time counts no time, and is flapping after six intervals', () => {
    const seen = Array.from({ length: 12 }, (_, index): Seen => (index % 2 === 0 ? GOOD : 'error'))
    expect(phase(seen.slice(0, 11), 2000)).toBe('holding')
    expect(phase(seen, 2000)).toBe('flapping')
    expect(phase([...seen, GOOD, GOOD, GOOD], 2000)).toBe('met')
  })
  test('M11: of several metrics the worst counts', () => {
    expect(worstOf(['met', 'holding', 'met'])).toBe('holding')
    expect(worstOf(['met', 'inconclusive', 'thin', 'no-data'])).toBe('no-data')
    expect(worstOf(['blind', 'failed', 'met'])).toBe('failed')
    expect(worstOf([])).toBeUndefined()
  })
})
