/** How much of a validation period was seen, in words. */
import type { CoverageView } from '../domain/validation/project-coverage.ts'
import type { PayloadOf } from '../events/index.ts'

/** Rounded down: what is not there is not made up. */
export const percentOf = (share: number): string => `${Math.floor(share * 100)} %`

export const coverageWords = ({ fromMs, toMs, metrics }: PayloadOf<'coverage.measured'>): string =>
  Object.entries(metrics)
    .map(([name, { coveredMs }]) => `${name} ${percentOf(Math.min(1, coveredMs / Math.max(1, toMs - fromMs)))}`)
    .join(', ')

/** What the gate says of it: `least` is the metric seen least. */
export function coverageLine({ metrics }: CoverageView): string {
  const least = metrics.toSorted((a, b) => a.share - b.share)[0]
  if (!least) return 'release.yaml names no metric with a target: nothing is watched.'
  return metrics.length === 1
    ? `${least.title} was seen for ${percentOf(least.share)} of the time.`
    : `Every metric was seen for at least ${percentOf(least.share)} of the time, ${least.title} the least.`
}
