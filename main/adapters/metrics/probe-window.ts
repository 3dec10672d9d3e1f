import { percentile, percentOf } from '../../../shared/analysis/statistics.ts'
import type { ProbeMeasure, Unit } from '../../../shared/runbook/model.ts'

/**
 * What one probe found. `failed` and `ok` are about the release; `unable` is about this machine and counts for nothing. `latencyMs` is absent when there was
 * nothing to time (connection refused); a timeout counts as its limit, or a service that hangs would look fast.
 */
export type Probe = { atMs: number; outcome: 'ok' | 'failed' | 'unable'; latencyMs?: number; why?: string }

export type Measured = { value: number | null; count: number; reason?: string }

const PERCENTILES: Partial<Record<ProbeMeasure, number>> = { p50: 50, p95: 95, p99: 99 }

const latency = (probes: readonly Probe[], percent: number, unit: Unit): Measured => {
  const timed = probes.flatMap((probe) => probe.latencyMs ?? [])
  const ms = percentile(timed, percent)
  if (ms === undefined) return { value: null, count: 0, reason: 'No request was answered, so there is no latency.' }
  return { value: unit === 's' ? ms / 1000 : ms, count: timed.length }
}

/** Computes a measure over the probes of the last `coveredMs`, in the metric's unit; no probes give no value, never zero. */
export const measureProbes = (
  all: readonly Probe[],
  measure: ProbeMeasure,
  unit: Unit,
  coveredMs: number,
): Measured => {
  const probes = all.filter((probe) => probe.outcome !== 'unable')
  const count = probes.length
  const percent = PERCENTILES[measure]
  if (percent !== undefined) return latency(probes, percent, unit)
  if (measure === 'requests') return { value: unit === 'per-second' ? count / (coveredMs / 1000) : count, count }
  const ok = probes.filter((probe) => probe.outcome === 'ok').length
  const share = percentOf(measure === 'availability' ? ok : count - ok, count)
  if (share === undefined) return { value: null, count: 0, reason: 'No request was made in the window.' }
  return { value: unit === 'ratio' ? share / 100 : share, count }
}
