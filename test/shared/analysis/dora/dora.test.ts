import { describe, expect, test } from 'vitest'
import {
  DAY_MS,
  placeFailRate,
  placeFrequency,
  placeLeadTime,
  placeRecovery,
} from '../../../../shared/analysis/dora/clusters.ts'
import { type DoraValue, measureDora } from '../../../../shared/analysis/dora/measure-dora.ts'
import { clusterWords, doraWords } from '../../../../shared/documents/dora-words.ts'
import type { ReleaseHistory } from '../../../../shared/domain/history/release-history.ts'
import { deploymentAt, HOUR_MS, releaseOf } from '../../../support/past/deployments.ts'

const TO = 400 * DAY_MS

const measure = (releases: ReleaseHistory[], fromMs = 0) => {
  const dora = measureDora(releases, { fromMs, toMs: TO })
  const values = Object.fromEntries(dora.values.map((each) => [each.measure, each])) as Record<string, DoraValue>
  return { ...dora, values }
}

const days = (...all: number[]) => all.map((day) => releaseOf([deploymentAt(day * DAY_MS)]))

describe('the clusters of 2024 at their edges', () => {
  test.each([
    [1.01, 'elite'],
    [1, 'high'],
    [1 / 7, 'high'],
    [1 / 7.01, 'medium'],
    [1 / 30, 'medium'],
    [1 / 30.1, 'low'],
    [1 / 182, 'low'],
    [1 / 183, 'rarer than low'],
  ])('%d deployments a day: %s', (perDay, words) => expect(placeFrequency(perDay).words).toBe(words))

  test.each([
    [DAY_MS - 1, 'elite'],
    [DAY_MS, 'high'],
    [7 * DAY_MS, 'high'],
    [7 * DAY_MS + 1, 'medium'],
    [30 * DAY_MS, 'medium'],
    [182 * DAY_MS, 'low'],
    [183 * DAY_MS, 'longer than low'],
  ])('a lead time of %d ms: %s', (ms, words) => expect(placeLeadTime(ms).words).toBe(words))

  test.each([
    [HOUR_MS - 1, 'elite'],
    [HOUR_MS, 'high or medium'],
    [DAY_MS, 'between medium and low'],
    [7 * DAY_MS, 'low'],
    [31 * DAY_MS, 'longer than low'],
  ])('a recovery of %d ms: %s', (ms, words) => expect(placeRecovery(ms).words).toBe(words))

  test('the published fail rates do not fall from low to elite: 10 % is medium, 20 % is high', () => {
    const named = [0, 7.5, 7.6, 10, 15, 15.1, 20, 30, 31, 100].map((percent) => placeFailRate(percent).cluster)
    expect(named).toEqual(['elite', 'elite', 'medium', 'medium', 'medium', 'high', 'high', 'high', 'low', 'low'])
  })
})

describe('the DORA measures', () => {
  test('of nothing are No data, never zero', () => {
    const { values, deployments } = measure([])
    expect(deployments).toBe(0)
    expect(Object.values(values).map(doraWords)).toEqual(Array.from({ length: 5 }, () => 'No data'))
    expect(Object.values(values).map(clusterWords)).toEqual(Array.from({ length: 5 }, () => ''))
  })

  test('of a few deployments have a value and their count, and no cluster', () => {
    const { values } = measure(days(100, 200, 300, 399))
    expect(values.frequency).toMatchObject({ status: 'thin', count: 4, needs: '4 of 5 deployments' })
    expect(values['fail-rate']).toMatchObject({ status: 'thin', value: 0 })
    expect(values.frequency?.placed).toBeUndefined()
    expect(clusterWords(values.frequency!)).toBe('Thin: 4 of 5 deployments')
  })

  test('of a ledger younger than four weeks place no frequency', () => {
    const young = [390, 391, 392, 393, 399].map((day) =>
      releaseOf([deploymentAt(day * DAY_MS)], { createdAtMs: 389 * DAY_MS }),
    )
    const { values, days: counted } = measure(young)
    expect(counted).toBe(11)
    expect(values.frequency).toMatchObject({ status: 'thin', needs: '11 of 28 days' })
    expect(values['fail-rate']?.status).toBe('measured')
  })

  test('count what was rolled back and what had a grave issue as failed, and the one after it as rework', () => {
    const back = { troubleFromMs: 110 * DAY_MS, recoveredAtMs: 110 * DAY_MS + HOUR_MS / 2, hasFailed: true }
    const { values, unrecovered } = measure([
      ...days(100, 120, 130),
      releaseOf([deploymentAt(110 * DAY_MS, { ...back, outcome: 'rolled-back' })]),
      releaseOf([deploymentAt(140 * DAY_MS, { hasFailed: true, high: 1, troubleFromMs: 141 * DAY_MS })]),
    ])
    expect(values['fail-rate']).toMatchObject({ status: 'measured', value: 40, placed: { cluster: 'low' } })
    expect(values.rework).toMatchObject({ value: 20 })
    expect(values.rework?.placed).toBeUndefined()
    expect(values.recovery).toMatchObject({ status: 'thin', value: HOUR_MS / 2, needs: '1 of 3 recoveries' })
    expect(unrecovered).toBe(1)
  })

  test('leave out what ended failed and went no further, what is open, and what lies outside the range', () => {
    const { deployments, unfinished } = measure(
      [
        releaseOf([deploymentAt(399 * DAY_MS, { outcome: 'failed' }), deploymentAt(398 * DAY_MS, { outcome: 'open' })]),
        ...days(200, 390),
      ],
      310 * DAY_MS,
    )
    expect({ deployments, unfinished }).toEqual({ deployments: 1, unfinished: 1 })
  })

  test('take the lead time from commits, and have none where git said nothing or a clock was wrong', () => {
    const of = (commitDay: number) =>
      releaseOf([deploymentAt(300 * DAY_MS)], { commits: { count: 3, medianAtMs: commitDay * DAY_MS } })
    expect(measure(days(300)).values['lead-time']?.status).toBe('no-data')
    expect(measure([of(301)]).values['lead-time']?.status).toBe('no-data')
    const { values } = measure([of(299), of(298), of(296), of(295), of(294)])
    expect(values['lead-time']).toMatchObject({ value: 4 * DAY_MS, count: 5, placed: { cluster: 'high' } })
  })

  test('keep products apart when they look for what came after a failure', () => {
    const other = releaseOf([deploymentAt(120 * DAY_MS)], { name: 'Other' })
    const failed = releaseOf([deploymentAt(110 * DAY_MS, { hasFailed: true })])
    expect(measure([failed, other]).values.rework?.value).toBe(0)
  })
})
