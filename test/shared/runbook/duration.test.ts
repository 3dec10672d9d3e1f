import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDuration, parseDuration } from '../../../shared/runbook/duration.ts'

describe('Durations', () => {
  test.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['1.5h', 5_400_000],
    ['0s', 0],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  test.each(['', '5', 'm', '5 m', '-5m', '5min', '1y', '9'.repeat(30), '99999d', '1m;'])('"%s" is none', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })

  test('are written so that they are read again as the same', () => {
    fc.assert(fc.property(fc.nat(10 ** 10), (ms) => parseDuration(formatDuration(ms)) === ms))
  })
})
