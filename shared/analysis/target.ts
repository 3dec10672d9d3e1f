import type { Metric, Target, Unit } from '../runbook/model.ts'

/** Within this share of the limit a target that holds is `near`. */
export const NEAR_SHARE = 0.2

/** Whether a value misses the target. Limits are exclusive: "< 0.1 %" is missed at exactly 0.1 %. */
export const missesTarget = (target: Target, value: number): boolean =>
  (target.below !== undefined && value >= target.below) || (target.above !== undefined && value <= target.above)

export const hasTarget = (target: Target): boolean => target.below !== undefined || target.above !== undefined

/** The highest possible value of a unit, where there is one. */
const ceilingOf = (unit: Unit): number | undefined => ({ percent: 100, ratio: 1 })[unit as string]

/**
 * The scale "within 20 %" is measured on: the limit itself; for a floor close to the unit's ceiling (availability > 99.9 %) it is what is left
 * up to the ceiling, the error budget, or every possible value would be near.
 */
const scaleOf = (limit: number, side: 'below' | 'above', unit: Unit): number => {
  const ceiling = ceilingOf(unit)
  if (side === 'above' && ceiling !== undefined && limit > ceiling / 2 && limit < ceiling) return ceiling - limit
  return Math.abs(limit)
}

export type Distance = {
  /** In the metric's unit, to the limit that flips first: positive while the target holds, zero or negative when it is missed. */
  distance: number
  near: boolean
}

/** How close a value is to flipping the verdict; `undefined` when the metric has no target. */
export const distanceToTarget = (metric: Pick<Metric, 'target' | 'unit'>, value: number): Distance | undefined => {
  const { below, above } = metric.target
  const sides: { distance: number; scale: number }[] = []
  if (below !== undefined) sides.push({ distance: below - value, scale: scaleOf(below, 'below', metric.unit) })
  if (above !== undefined) sides.push({ distance: value - above, scale: scaleOf(above, 'above', metric.unit) })
  const closest = sides.sort((a, b) => a.distance - b.distance)[0]
  if (closest === undefined) return undefined
  const near = sides.some((each) => each.distance > 0 && each.distance <= each.scale * NEAR_SHARE * (1 + 1e-9))
  return { distance: closest.distance, near }
}
