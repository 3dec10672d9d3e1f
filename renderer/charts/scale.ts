import type { Sample } from '../../shared/contract/results.ts'
import type { Metric } from '../../shared/runbook/model.ts'

export type Point = { t: number; v: number | null }

export const toPoints = (samples: readonly Sample[]): Point[] => samples.map(([t, v]) => ({ t, v }))

export const limitOf = ({ target }: Pick<Metric, 'target'>): number | undefined => target.below ?? target.above

/** Bottom and top of a chart: every value and the target are in the picture, and a rate that can be zero starts at zero. */
export function valueDomain(
  metric: Pick<Metric, 'target' | 'unit'>,
  values: readonly (number | null)[],
  extra?: number,
): [number, number] {
  const known = [...values, limitOf(metric), extra].filter((value) => value !== null && value !== undefined)
  if (known.length === 0) return [0, 1]
  const high = Math.max(...known)
  const low = Math.min(...known)
  const isFloor = metric.target.above !== undefined && metric.target.below === undefined
  if (isFloor && metric.unit === 'percent')
    return [low - Math.max(0.05, (100 - low) * 0.6), Math.max(high, 100 + Math.max(0.02, (100 - low) * 0.25))]
  if (low >= 0) return [0, high === 0 ? 1 : high * 1.25]
  const room = Math.max(1e-9, high - low) * 0.15
  return [low - room, high + room]
}

const STEPS_MS = [60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000]

/** Round instants for the axis, at most `count`, in the room's offset. */
export function timeTicks(fromMs: number, toMs: number, offsetMinutes: number, count = 6): number[] {
  const small = [5000, 10_000, 15_000, 30_000, ...STEPS_MS]
  const step =
    small.find((each) => (toMs - fromMs) / each <= count) ?? 3_600_000 * Math.ceil((toMs - fromMs) / 3_600_000 / count)
  const shift = offsetMinutes * 60_000
  const ticks: number[] = []
  for (let at = Math.ceil((fromMs + shift) / step) * step - shift; at <= toMs; at += step) ticks.push(at)
  return ticks
}
