/** Puts on record, hourly, how much of the validation period was seen (docs/validation.md, V3). */
import { selectValidation, type ValidationPeriod } from '../../shared/domain/validation/period.ts'
import { watchedMetrics } from '../../shared/domain/validation/project-coverage.ts'
import type { PayloadOf } from '../../shared/events/index.ts'
import type { Metric } from '../../shared/runbook/model.ts'
import type { AllPorts } from './engine.ts'
import type { ReleaseEngine } from './release-engine.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const SLOT_MS = 60_000

type Coverage = PayloadOf<'coverage.measured'>['metrics'][string]

/** A metric that is asked for more rarely than once a minute has longer slots. */
const slotOf = ({ intervalMs }: Pick<Metric, 'intervalMs'>): number => Math.max(SLOT_MS, intervalMs)

function coverageOf(
  engine: ReleaseEngine,
  metric: Metric,
  period: ValidationPeriod,
  toMs: number,
  { samples }: AllPorts,
) {
  const { environment, fromMs } = period
  const slotMs = slotOf(metric)
  const series = { release: engine.state().release, environment, metric: metric.name }
  const found: Coverage = { coveredMs: 0, lateMs: 0, days: [] }
  for (const { day, seen, late } of samples.slots(series, fromMs, toMs, slotMs)) {
    const lengthMs = Math.min(DAY_MS, toMs - fromMs - day * DAY_MS)
    const seenMs = Math.min(lengthMs, seen * slotMs)
    while (found.days.length < day) found.days.push(0)
    found.days.push(seenMs)
    found.coveredMs += seenMs
    found.lateMs += Math.min(seenMs, late * slotMs)
  }
  return found
}

/** Whether an hour has passed since, or the period has ended since. */
function isDue(measured: PayloadOf<'coverage.measured'> | undefined, period: ValidationPeriod, toMs: number): boolean {
  if (toMs - period.fromMs < SLOT_MS) return false
  if (measured?.runId !== period.run.id) return true
  return toMs - measured.toMs >= HOUR_MS || (toMs === period.toMs && measured.toMs < toMs)
}

/** Appends the coverage when it is due. Reads two weeks of samples at most once an hour. */
export function measureCoverage(engine: ReleaseEngine, ports: AllPorts): void {
  const state = engine.state()
  const period = state.closed || state.standing?.kind === 'cancelled' ? undefined : selectValidation(state)
  if (!period) return
  const toMs = Math.min(ports.clock.nowMs(), period.toMs)
  if (!isDue(state.coverage, period, toMs)) return
  const metrics = watchedMetrics(period.run.definition.metrics)
  if (metrics.length === 0) return
  const payload = {
    environment: period.environment,
    runId: period.run.id,
    fromMs: period.fromMs,
    toMs,
    metrics: Object.fromEntries(metrics.map((each) => [each.name, coverageOf(engine, each, period, toMs, ports)])),
  }
  engine.record([{ type: 'coverage.measured', payload }])
}
