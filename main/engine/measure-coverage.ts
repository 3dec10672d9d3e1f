/** How much of the validation period was seen, counted hourly (docs/validation.md, V3). */
import { selectValidation, type ValidationPeriod } from '../../shared/domain/validation/period.ts'
import { watchedMetrics } from '../../shared/domain/validation/project-coverage.ts'
import type { PayloadOf } from '../../shared/events/index.ts'
import type { Metric } from '../../shared/runbook/model.ts'
import type { AllPorts } from './ports.ts'
import type { ReleaseEngine } from './release-engine.ts'
import { pause } from './until.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const PART_MS = 6 * HOUR_MS
const SLOT_MS = 60_000

type Coverage = PayloadOf<'coverage.measured'>['metrics'][string]

/** A metric that is asked for more rarely than once a minute has longer slots. */
const slotOf = ({ intervalMs }: Pick<Metric, 'intervalMs'>): number => Math.max(SLOT_MS, intervalMs)

/** Six hours at a time: a rollback never waits for a count of two weeks. */
async function coverageOf(
  engine: ReleaseEngine,
  metric: Metric,
  period: ValidationPeriod,
  toMs: number,
  { samples, clock }: AllPorts,
): Promise<Coverage> {
  const { environment } = period
  const slotMs = slotOf(metric)
  const series = { release: engine.state().release, environment, metric: metric.name }
  const found: Coverage = { coveredMs: 0, lateMs: 0, days: [] }
  for (let fromMs = period.fromMs; fromMs < toMs; fromMs += PART_MS) {
    const partToMs = Math.min(toMs, fromMs + PART_MS)
    const { seen, late } = samples.slots(series, fromMs, partToMs, slotMs)
    const seenMs = Math.min(partToMs - fromMs, seen * slotMs)
    const day = Math.floor((fromMs - period.fromMs) / DAY_MS)
    found.days[day] = (found.days[day] ?? 0) + seenMs
    found.coveredMs += seenMs
    found.lateMs += Math.min(seenMs, late * slotMs)
    await pause(clock, 0)
  }
  return found
}

/** Whether an hour has passed since, or the period has ended since. */
function isDue(measured: PayloadOf<'coverage.measured'> | undefined, period: ValidationPeriod, toMs: number): boolean {
  if (toMs - period.fromMs < SLOT_MS) return false
  if (measured?.runId !== period.run.id) return true
  return toMs - measured.toMs >= HOUR_MS || (toMs === period.toMs && measured.toMs < toMs)
}

const periodOf = (engine: ReleaseEngine): ValidationPeriod | undefined => {
  const { closed, standing } = engine.state()
  return closed || standing?.kind === 'cancelled' ? undefined : selectValidation(engine.state())
}

/** Counts what is due; undefined when nothing is, or when it is not asked for any more once it is counted. */
export async function measureCoverage(
  engine: ReleaseEngine,
  ports: AllPorts,
): Promise<PayloadOf<'coverage.measured'> | undefined> {
  const period = periodOf(engine)
  if (!period) return undefined
  const toMs = Math.min(ports.clock.nowMs(), period.toMs)
  if (!isDue(engine.state().coverage, period, toMs)) return undefined
  const metrics: PayloadOf<'coverage.measured'>['metrics'] = {}
  for (const metric of watchedMetrics(period.run.definition.metrics))
    metrics[metric.name] = await coverageOf(engine, metric, period, toMs, ports)
  if (Object.keys(metrics).length === 0 || periodOf(engine)?.run.id !== period.run.id) return undefined
  return { environment: period.environment, runId: period.run.id, fromMs: period.fromMs, toMs, metrics }
}

/** Counts for one release at a time and no second time while it counts. A failure is tried again with the next call. */
export function createCoverageCount(
  ports: AllPorts,
  isClosed: () => boolean,
): (engine: ReleaseEngine) => Promise<void> {
  const counting = new Set<ReleaseEngine>()
  return async (engine) => {
    if (counting.has(engine)) return
    counting.add(engine)
    try {
      const payload = await measureCoverage(engine, ports)
      if (payload && !isClosed()) engine.record([{ type: 'coverage.measured', payload }])
    } catch (error) {
      ports.log('error', 'The coverage of the validation could not be counted; it is tried again.', {
        error: String(error),
      })
    } finally {
      counting.delete(engine)
    }
  }
}
