/** V6 of docs/validation.md. */
import { expect, test } from 'vitest'
import { lateFindings } from '../../../main/engine/late-findings.ts'
import type { Sample } from '../../../shared/contract/results.ts'
import { metricFixture } from '../../shared/analysis/metric-fixture.ts'

const metric = metricFixture({ target: { below: 0.1 }, intervalMs: 1000, minVolume: 500 })
const at = (second: number, value: number | null, count = 600): Sample => [second * 1000, value, count]

test('Each stretch off target is found once, with its worst value; a stray good value in it does not split it', () => {
  const samples = [
    at(0, 0.01),
    at(1, 0.4),
    at(2, 0.05),
    at(3, 0.9),
    at(4, 0.01),
    at(5, 0.01),
    at(6, 0.01),
    at(7, 0.01),
    at(8, 0.2),
  ]
  expect(lateFindings(metric, samples, 0)).toMatchObject([
    { fromMs: 1000, toMs: 3000, value: 0.9 },
    { fromMs: 8000, toMs: 8000, value: 0.2 },
  ])
})

test('What was before the deploy, what has too little behind it and what never counts is no finding', () => {
  const samples = [at(1, 0.4), at(2, 0.4, 3), at(3, null)]
  expect(lateFindings(metric, samples, 1500)).toEqual([])
  expect(lateFindings({ ...metric, dryRun: true }, samples, 0)).toEqual([])
  expect(lateFindings(metric, samples, undefined)).toEqual([])
})
