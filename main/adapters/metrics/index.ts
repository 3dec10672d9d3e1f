import type { Metric } from '../../../shared/runbook/model.ts'
import type { MetricSource, OpenMetric } from '../../ports/metric-source.ts'
import { openAlertmanager } from './alertmanager.ts'
import { unmeasurable } from './asked-metric.ts'
import { openCommand } from './command.ts'
import { openHttpProbe, ProberPool } from './http-probe.ts'
import { openJson } from './json.ts'
import { openPrometheus } from './prometheus.ts'
import type { Surroundings } from './source-server.ts'

const open = (metric: Metric, around: Surroundings, pool: ProberPool, nowMs: () => number): OpenMetric => {
  const { source } = metric
  switch (source.kind) {
    case 'http-probe':
      return openHttpProbe(metric, source, around, pool, nowMs)
    case 'prometheus':
      return openPrometheus(metric, source, around, nowMs)
    case 'alertmanager':
      return openAlertmanager(metric, source, around, nowMs)
    case 'json':
      return openJson(metric, source, around, nowMs)
    case 'command':
      return openCommand(metric, source, around, nowMs)
    case 'ledger':
      return unmeasurable(`Metric "${metric.name}" comes from the ledger itself; there is nobody to ask.`, nowMs)
    case 'not-yet':
      return unmeasurable(
        `Metric "${metric.name}" was read by an earlier version that did not know its source (${source.of}); open the release folder again.`,
        nowMs,
      )
  }
}

/** Everything this version can measure by asking. `nowMs` is the clock readings are stamped with. */
export const createMetricSource = (nowMs: () => number): MetricSource => {
  const pool = new ProberPool(nowMs)
  return {
    measures: ({ source }) => source.kind !== 'ledger' && source.kind !== 'not-yet',
    openMetric: (metric, variables, folder) => open(metric, { variables, folder, nowMs }, pool, nowMs),
  }
}
