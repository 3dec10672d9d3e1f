import { describe, expect, test } from 'vitest'
import { formatBytes, formatClock, formatCount, formatRole } from '../../../shared/documents/words.ts'

describe('Numbers in words', () => {
  test.each([
    [0, '0:00'],
    [59_999, '0:59'],
    [372_000, '6:12'],
    [3_723_000, '1:02:03'],
    [105_456_000, '1 d 5:17:36'],
    [-38_000, '−0:38'],
    [-400, '0:00'],
  ])('%i ms is shown as %s', (ms, text) => {
    expect(formatClock(ms)).toBe(text)
  })

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [118_000, '118 KB'],
    [9_630_000, '9.6 MB'],
    [999_700, '1.0 MB'],
  ])('%i bytes are shown as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  test('counts are grouped and roles read as people say them', () => {
    expect(formatCount(1402)).toBe('1,402')
    expect(['devops-lead', 'sre', 'qa-lead', 'product-owner'].map(formatRole)).toEqual([
      'DevOps Lead',
      'SRE',
      'QA Lead',
      'Product Owner',
    ])
  })
})
