import { expect, test } from 'vitest'
import { DAY_MS } from '../../../../shared/analysis/dora/clusters.ts'
import { projectTrends } from '../../../../shared/analysis/dora/trends.ts'
import type { Deployment } from '../../../../shared/domain/history/deployments.ts'
import type { ReleaseHistory } from '../../../../shared/domain/history/release-history.ts'
import { filterPast, outcomeOf, sortPast } from '../../../../shared/domain/history/select-past.ts'
import { releaseId } from '../../../../shared/ids.ts'
import { deploymentAt, HOUR_MS, releaseOf } from '../../../support/past/deployments.ts'

/** A Monday. */
const MONDAY = Date.parse('2026-01-05T00:00:00Z')

const release = (atMs: number, more: Partial<Deployment> = {}, about: Partial<ReleaseHistory> = {}): ReleaseHistory =>
  releaseOf([deploymentAt(atMs, more)], { createdAtMs: atMs - DAY_MS, ...about })

test('weeks go from Monday to Monday, with how many of their deployments failed; a quiet week is there too', () => {
  const { columns } = projectTrends(
    [
      release(MONDAY + HOUR_MS),
      release(MONDAY + 6 * DAY_MS, { hasFailed: true }),
      release(MONDAY + 14 * DAY_MS + HOUR_MS),
    ],
    { fromMs: MONDAY, toMs: MONDAY + 15 * DAY_MS },
  )
  expect(columns.weeks).toBe(1)
  expect(columns.all.map(({ deployments, failed }) => [deployments, failed])).toEqual([
    [2, 1],
    [0, 0],
    [1, 0],
  ])
})

test('over many years columns are four weeks each', () => {
  const range = { fromMs: MONDAY - 1500 * DAY_MS, toMs: MONDAY }
  const { columns } = projectTrends([release(MONDAY - HOUR_MS)], range)
  expect(columns.weeks).toBe(4)
  expect(columns.all.reduce((sum, each) => sum + each.deployments, 0)).toBe(1)
  expect(columns.all.length).toBeLessThan(60)
})

test('a rate is of the last ten deployments, from the fifth on, and knows those before the range', () => {
  const all = Array.from({ length: 12 }, (_, index) => release(MONDAY + index * DAY_MS, { hasFailed: index < 2 }))
  const whole = projectTrends(all, { fromMs: MONDAY, toMs: MONDAY + 20 * DAY_MS }).failRates
  expect(whole.map(({ value }) => Math.round(value))).toEqual([40, 33, 29, 25, 22, 20, 10, 0])
  const late = projectTrends(all, { fromMs: MONDAY + 10 * DAY_MS, toMs: MONDAY + 20 * DAY_MS }).failRates
  expect(late.map(({ value }) => value)).toEqual([10, 0])
})

test('a point stands where its release arrived, beside the median of the last five', () => {
  const all = [1, 9, 2, 3, 4, 30].map((hours, index) => release(MONDAY + index * DAY_MS, { deployMs: hours * HOUR_MS }))
  const { deployments } = projectTrends(all.toReversed(), { fromMs: 0, toMs: MONDAY + 20 * DAY_MS })
  expect(deployments.map(({ value, middle }) => [value / HOUR_MS, middle / HOUR_MS])).toEqual([
    [1, 1],
    [9, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [30, 4],
  ])
})

test('only rollbacks and drills that ended well say how long one takes', () => {
  const timed = { environment: 'production', startedAtMs: MONDAY, durationMs: 5, outcome: 'succeeded' } as const
  const about = { rollbacks: [timed, { ...timed, outcome: 'failed' as const }], drills: [{ ...timed, durationMs: 7 }] }
  const trends = projectTrends([release(MONDAY, {}, about)], { fromMs: 0, toMs: MONDAY + DAY_MS })
  expect(trends.rollbacks.map(({ value }) => value)).toEqual([5])
  expect(trends.drills.map(({ value }) => value)).toEqual([7])
})

test('of nothing there is nothing: no point, no rate, one empty week', () => {
  const trends = projectTrends([], { fromMs: MONDAY, toMs: MONDAY })
  expect(trends.columns.all).toEqual([{ fromMs: MONDAY, toMs: MONDAY + 7 * DAY_MS, deployments: 0, failed: 0 }])
  expect([...trends.leadTimes, ...trends.failRates, ...trends.recoveries, ...trends.deployments]).toEqual([])
})

test('a release is listed by what became of its deployment, also when it was closed afterwards, and is found by that word', () => {
  const past = (status: string, history?: ReleaseHistory) => ({
    ...{ release: releaseId(status), name: 'Parcel Tracker', version: '1', status, updatedAtMs: MONDAY, size: 1 },
    ...(history ? { history } : {}),
  })
  const closed = past('closed', release(MONDAY, { outcome: 'rolled-back' }))
  const unread = past('never run')
  expect([closed, unread].map(outcomeOf)).toEqual(['rolled back', 'never run'])
  expect(filterPast([closed, unread], { text: 'ROLLED parcel', fromMs: 0 })).toEqual([closed])
  expect(sortPast([unread, closed], 'deployment', true)).toEqual([closed, unread])
})
