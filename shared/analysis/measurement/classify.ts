/** What one measurement says (M1 to M3 of docs/metrics.md). */
import type { Metric, Target } from '../../runbook/model.ts'
import { hasTarget, missesTarget } from '../target.ts'

export type Measurement = {
  atMs: number
  value: number | null
  /** Samples behind the value. */
  count: number
  /** The source could not be asked. */
  error?: string
  /** Why a source that answered has no value. */
  reason?: string
}

/** `success`, `failure` and `inconclusive` are evidence about the release; the others are none. */
export type MeasurementClass = 'success' | 'failure' | 'inconclusive' | 'thin' | 'missing' | 'error'

export const isEvidence = (of: MeasurementClass): boolean =>
  of === 'success' || of === 'failure' || of === 'inconclusive'

/** Exclusive, as targets are: `above: 1` fails from beyond 1 on. */
export const isFailure = ({ above, below }: Target, value: number): boolean =>
  (above !== undefined && value > above) || (below !== undefined && value < below)

export function classify(metric: Metric, { value, count, error }: Measurement): MeasurementClass {
  if (error !== undefined) return 'error'
  // Nothing to hold a value against: no verdict, so no pass either.
  if (value === null || !hasTarget(metric.target)) return 'missing'
  if (count < metric.minVolume) return 'thin'
  const isMissed = missesTarget(metric.target, value)
  if (metric.failure === undefined) return isMissed ? 'failure' : 'success'
  if (isFailure(metric.failure, value)) return 'failure'
  return isMissed ? 'inconclusive' : 'success'
}
