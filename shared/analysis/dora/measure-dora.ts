/** The DORA measures over the deployments of a range. Pure: what counts stands in `definitions.ts`, the clusters in `clusters.ts`. */
import type { Deployment } from '../../domain/history/deployments.ts'
import type { ReleaseHistory } from '../../domain/history/release-history.ts'
import { percentile, percentOf } from '../statistics.ts'
import { DAY_MS, type Placed, placeFailRate, placeFrequency, placeLeadTime, placeRecovery } from './clusters.ts'
import { arrivedAtMs, type Counted, leadTimeMsOf, recoveryMsOf, selectCounted } from './counted.ts'
import type { DoraMeasure } from './definitions.ts'

/**
 * `no-data`: nothing to measure. `thin`: a value, but from too little to place it in a cluster; `needs` says what is missing.
 * `value`: per day, ms, or percent.
 */
export type DoraValue = {
  measure: DoraMeasure
  status: 'measured' | 'thin' | 'no-data'
  value?: number
  /** So many deployments, or failed ones, are behind it. */
  count: number
  placed?: Placed
  needs?: string
}

export type DoraRange = { fromMs: number; toMs: number }

export type Dora = {
  values: DoraValue[]
  deployments: number
  /** Days the frequency is counted over. */
  days: number
  /** Ended failed or stopped and neither finished nor rolled back: not counted. */
  unfinished: number
  /** Failed and not over yet. */
  unrecovered: number
}

export const ENOUGH_DEPLOYMENTS = 5
export const ENOUGH_DAYS = 28
export const ENOUGH_RECOVERIES = 3

/** Right after one of the same product and environment that had failed, whenever that was. */
function reworkOf(all: readonly Counted[]): Set<Counted> {
  const failed = new Map<string, boolean>()
  const found = new Set<Counted>()
  for (const each of all) {
    const key = `${each.name}\0${each.environment}`
    if (failed.get(key)) found.add(each)
    failed.set(key, each.hasFailed)
  }
  return found
}

type Enough = { count: number; least: number; of: string; place?: (value: number) => Placed }

function doraValue(measure: DoraMeasure, value: number | undefined, { count, least, of, place }: Enough): DoraValue {
  if (value === undefined || count === 0) return { measure, status: 'no-data', count }
  if (count < least) return { measure, status: 'thin', value, count, needs: `${count} of ${least} ${of}` }
  return { measure, status: 'measured', value, count, ...(place ? { placed: place(value) } : {}) }
}

function frequency(count: number, days: number): DoraValue {
  const found = doraValue('frequency', count === 0 ? undefined : count / days, {
    count,
    least: ENOUGH_DEPLOYMENTS,
    of: 'deployments',
    place: placeFrequency,
  })
  if (found.status !== 'measured' || days >= ENOUGH_DAYS) return found
  const { placed: _, ...rest } = found
  return { ...rest, status: 'thin', needs: `${Math.floor(days)} of ${ENOUGH_DAYS} days` }
}

export function measureDora(releases: readonly ReleaseHistory[], { fromMs, toMs }: DoraRange): Dora {
  const isInside = (each: Deployment) => arrivedAtMs(each) >= fromMs && arrivedAtMs(each) <= toMs
  const all = selectCounted(releases)
  const rework = reworkOf(all)
  const counted = all.filter(isInside)
  const firstMs = Math.min(toMs, ...releases.map(({ createdAtMs }) => createdAtMs))
  const days = Math.max(1, (toMs - Math.max(fromMs, firstMs)) / DAY_MS)
  const failed = counted.filter(({ hasFailed }) => hasFailed)
  const leads = counted.flatMap((each) => leadTimeMsOf(each) ?? [])
  const recovered = counted.flatMap((each) => recoveryMsOf(each) ?? [])
  const of = { count: counted.length, least: ENOUGH_DEPLOYMENTS, of: 'deployments' }
  return {
    values: [
      frequency(counted.length, days),
      doraValue('lead-time', percentile(leads, 50), { ...of, count: leads.length, place: placeLeadTime }),
      doraValue('fail-rate', percentOf(failed.length, counted.length), { ...of, place: placeFailRate }),
      doraValue('recovery', percentile(recovered, 50), {
        count: recovered.length,
        least: ENOUGH_RECOVERIES,
        of: 'recoveries',
        place: placeRecovery,
      }),
      doraValue('rework', percentOf(counted.filter((each) => rework.has(each)).length, counted.length), of),
    ],
    deployments: counted.length,
    days,
    unfinished: releases
      .flatMap(({ deployments }) => deployments)
      .filter((each) => (each.outcome === 'failed' || each.outcome === 'stopped') && isInside(each)).length,
    unrecovered: failed.filter(({ recoveredAtMs }) => recoveredAtMs === undefined).length,
  }
}
