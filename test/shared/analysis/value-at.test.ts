import { expect, test } from 'vitest'
import { valueAt } from '../../../shared/analysis/value-at.ts'
import type { Sample } from '../../../shared/contract/results.ts'

const RULE = { gapMs: 3000, minVolume: 5, isOff: () => false }
const SAMPLES: Sample[] = [
  [10_000, 1, 9],
  [11_000, 4, 9],
  [12_000, 2, 9],
  [13_000, 7, 1],
  [14_000, null, 0],
]
const at = (ms: number, columnMs = 500) => valueAt(SAMPLES, ms, columnMs, RULE)

test('a cursor tells the value, what its column hides, and why there is none', () => {
  expect(at(11_000)).toEqual({ kind: 'value', low: 4, high: 4 })
  expect(at(11_000, 4000)).toEqual({ kind: 'value', low: 1, high: 4 })
  expect(at(13_000)).toEqual({ kind: 'thin', low: 7, high: 7 })
  expect(at(14_000)).toEqual({ kind: 'blind' })
  expect(at(30_000)).toEqual({ kind: 'blind' })
  expect(at(5000)).toEqual({ kind: 'before' })
})
