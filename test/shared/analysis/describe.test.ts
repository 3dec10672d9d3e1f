import { describe, expect, it } from 'vitest'
import { describeDuration, describeTarget, describeValue } from '../../../shared/analysis/describe.ts'
import { readJsonPath } from '../../../shared/analysis/json-path.ts'
import { percentile, percentOf } from '../../../shared/analysis/statistics.ts'

describe('values and targets in words', () => {
  it('never rounds a value onto the limit beside it', () => {
    expect(describeValue(0.0999, 'percent')).toBe('0.0999 %')
    expect(describeValue(99.8991, 'percent', { above: 99.9 })).toBe('99.899 %')
    expect(describeValue(99.8991, 'percent')).toBe('99.9 %')
    expect(describeValue(0.09999999, 'percent', { below: 0.1 })).toBe('0.09999999 %')
    expect(describeValue(182.4379, 'ms')).toBe('182.4 ms')
    expect(describeValue(12345.678, 'count')).toBe('12346')
  })

  it('writes targets as the reference table does', () => {
    expect(describeTarget({ below: 0.1 }, 'percent')).toBe('< 0.1 %')
    expect(describeTarget({ above: 1, below: 5 }, 'per-second')).toBe('> 1/s and < 5/s')
    expect(describeTarget({}, 'ms')).toBe('')
  })

  it('writes durations in their two largest parts', () => {
    expect([250, 59_000, 90_000, 7_200_000, 3_725_000].map(describeDuration)).toEqual([
      '250 ms',
      '59 s',
      '1 min 30 s',
      '2 h',
      '1 h 2 min',
    ])
  })
})

describe('statistics', () => {
  it('takes percentiles by nearest rank: a value that really occurred', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect([50, 95, 99, 100].map((percent) => percentile(values, percent))).toEqual([50, 95, 99, 100])
    expect(percentile([7], 95)).toBe(7)
    expect(percentile([], 95)).toBeUndefined()
  })

  it('does not call nothing zero percent', () => {
    expect(percentOf(0, 0)).toBeUndefined()
    expect(percentOf(1, 8)).toBe(12.5)
  })
})

describe('simple JSON paths', () => {
  const document = { version: '2.4.0', data: { items: [{ 'odd key': 1 }, { name: null }] } }
  it.each([
    ['version', '2.4.0'],
    ['$.version', '2.4.0'],
    ['data.items[0]["odd key"]', 1],
    ["$.data.items[0]['odd key']", 1],
    ['data.items.1.name', null],
  ])('reads %s', (path, value) => {
    expect(readJsonPath(document, path)).toEqual({ found: true, value })
  })

  it('says what is missing where', () => {
    expect(readJsonPath(document, 'data.versoin')).toEqual({
      found: false,
      reason: 'there is no "versoin" below "data"',
    })
    expect(readJsonPath(document, 'toString')).toMatchObject({ found: false })
    expect(readJsonPath(document, '$..items[*]')).toMatchObject({ found: false })
  })
})
