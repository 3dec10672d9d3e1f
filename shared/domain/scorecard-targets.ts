/** The scorecard of the reference: which rows there are, in its order, their targets, and which metric of a release fills which. */
import type { Metric, Target, Unit } from '../runbook/model.ts'
import type { LedgerMeasure } from './ledger-measures.ts'

/** Deployment and rollback time of the reference table: < 30 min and < 15 min. */
export const DEPLOYMENT_TARGET_MS = 30 * 60_000
export const ROLLBACK_TARGET_MS = 15 * 60_000

export type ReferenceRow = { name: string; title: string; unit: Unit; target: Target } & (
  | { measure: LedgerMeasure }
  | { fits: RegExp; probe: string }
)

/** Durations in ms. */
export const REFERENCE_ROWS: readonly ReferenceRow[] = [
  {
    name: 'deployment-time',
    title: 'Deployment time',
    unit: 'ms',
    target: { below: DEPLOYMENT_TARGET_MS },
    measure: 'deployment-time',
  },
  {
    name: 'rollback-time',
    title: 'Rollback time',
    unit: 'ms',
    target: { below: ROLLBACK_TARGET_MS },
    measure: 'rollback-time',
  },
  {
    name: 'error-rate',
    title: 'Error rate',
    unit: 'percent',
    target: { below: 0.1 },
    fits: /\berror[-_ ]?rate\b/i,
    probe: 'error-rate',
  },
  {
    name: 'p95',
    title: 'Response time p95',
    unit: 'ms',
    target: { below: 200 },
    fits: /(?:^|[^a-z])p95\b/i,
    probe: 'p95',
  },
  {
    name: 'availability',
    title: 'Availability',
    unit: 'percent',
    target: { above: 99.9 },
    fits: /\bavailability\b/i,
    probe: 'availability',
  },
  {
    name: 'critical-incidents',
    title: 'Critical incidents',
    unit: 'count',
    target: { below: 1 },
    measure: 'critical-incidents',
  },
]

/** Whether a metric is what a row of the reference asks for: by what its source measures, else by its name or title. */
export const fillsRow = (row: ReferenceRow, { name, title, source, dryRun }: Metric): boolean => {
  if (dryRun || source.kind === 'not-yet') return false
  if ('measure' in row) return source.kind === 'ledger' && source.measure === row.measure
  if (source.kind === 'ledger') return false
  if (source.kind === 'http-probe' && source.measure === row.probe) return true
  return row.fits.test(name) || row.fits.test(title)
}

/** A team writes durations in seconds unless the unit is ms. */
export const targetMs = ({ unit, target }: Pick<Metric, 'unit' | 'target'>): Target => {
  const scale = unit === 'ms' ? 1 : 1000
  return {
    ...(target.below === undefined ? {} : { below: target.below * scale }),
    ...(target.above === undefined ? {} : { above: target.above * scale }),
  }
}
