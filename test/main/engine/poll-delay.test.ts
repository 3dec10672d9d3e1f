import { describe, expect, it } from 'vitest'
import { pollDelayMs } from '../../../main/engine/poll-delay.ts'

const delays = (metric: Parameters<typeof pollDelayMs>[0]) =>
  [0, 1, 3, 4, 5, 6, 50].map((errors) => pollDelayMs(metric, errors))

describe('when a source is asked next', () => {
  it('after ten seconds once it failed, growing to twenty while it is blind', () => {
    expect(delays({ intervalMs: 15_000 })).toEqual([15_000, 10_000, 10_000, 10_000, 20_000, 20_000, 20_000])
  })

  it('after an interval shorter than that, at first', () => {
    expect(delays({ intervalMs: 1000 })).toEqual([1000, 1000, 1000, 1000, 2000, 4000, 20_000])
  })

  it('after the error-retry of the metric, and never less often than its interval', () => {
    expect(delays({ intervalMs: 5000, errorRetryMs: 15_000 })).toEqual([
      5000, 15_000, 15_000, 15_000, 20_000, 20_000, 20_000,
    ])
    expect(pollDelayMs({ intervalMs: 300_000, errorRetryMs: 60_000 }, 9)).toBe(300_000)
  })
})
