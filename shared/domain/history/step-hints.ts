/** What earlier releases say of how long a step takes. */
import { percentile } from '../../analysis/statistics.ts'
import type { Step } from '../../runbook/model.ts'
import type { StepTimes } from './step-times.ts'

/** Of attempts that succeeded, in ms. `count` of them in `releases` releases. */
export type StepHint = Omit<StepTimes, 'ms'> & { count: number; releases: number; medianMs: number; p90Ms: number }

/** One per step and environment, from the newest release to the oldest: titles are the newest. */
export function hintSteps(releases: readonly StepTimes[][]): StepHint[] {
  const found = new Map<string, { times: StepTimes; ms: number[]; releases: number }>()
  for (const times of releases.flat()) {
    if (times.ms.length === 0) continue
    const key = `${times.environment}\0${times.stepId}`
    const known = found.get(key) ?? { times, ms: [], releases: 0 }
    found.set(key, { ...known, ms: [...known.ms, ...times.ms], releases: known.releases + 1 })
  }
  return [...found.values()].map(({ times: { ms: _, ...about }, ms, releases: count }) => ({
    ...about,
    count: ms.length,
    releases: count,
    medianMs: percentile(ms, 50)!,
    p90Ms: percentile(ms, 90)!,
  }))
}

/** What earlier runs say of a step, in the environment it is looked at in; `elsewhere` when only another one has measured it. */
export type EarlierTime = StepHint & { elsewhere?: true }
export type EarlierTimes = (step: Pick<Step, 'id' | 'part'>) => EarlierTime | undefined

/** Where its own environment measured nothing, the longest of the others counts. */
export function earlierTimes(hints: readonly StepHint[], environment: string): EarlierTimes {
  const of = Map.groupBy(hints, ({ stepId }) => stepId)
  return ({ id, part }) => {
    const found = of.get(part?.of ?? id)
    const own = found?.find((each) => each.environment === environment)
    if (own || !found) return own
    const longest = found.reduce((best, each) => (each.medianMs > best.medianMs ? each : best))
    return { ...longest, elsewhere: true }
  }
}

/** A tenth of what is expected, and a second, are no news. */
export const isNews = ({ medianMs }: StepHint, expectMs: number | undefined): boolean =>
  expectMs === undefined || Math.abs(medianMs - expectMs) > Math.max(1000, expectMs / 10)
