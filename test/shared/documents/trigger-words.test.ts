import { expect, test } from 'vitest'
import { clearedWords, firedWords } from '../../../shared/documents/trigger-words.ts'

const METRIC = { title: 'Error rate', unit: 'percent' } as const

test('what a trigger fired for reads as people write it, not as the machine counts', () => {
  expect(firedWords(METRIC, 4.455445544554455, { above: 1 }, 30_000)).toBe('Error rate 4.455 %, above 1 % for 30 s')
  expect(firedWords({ title: 'Availability', unit: 'percent' }, 98.5, { below: 99.9 }, 0)).toBe(
    'Availability 98.5 %, below 99.9 %',
  )
  expect(clearedWords(METRIC, 0, { above: 1 }, 60_000)).toBe('Error rate 0 %, not above 1 % for 1 min')
})

test('a value just past its limit never reads as the limit', () => {
  expect(firedWords(METRIC, 1.00004, { above: 1 }, 0)).toBe('Error rate 1.00004 %, above 1 %')
})
