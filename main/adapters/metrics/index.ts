import type { MetricSource } from '../../ports/metric-source.ts'
import { openHttpProbe, ProberPool, unmeasurable } from './http-probe.ts'
import { openPrometheus } from './prometheus.ts'

/** Everything this version can measure by asking. `nowMs` is the clock readings are stamped with. */
export const createMetricSource = (nowMs: () => number): MetricSource => {
  const pool = new ProberPool(nowMs)
  return {
    measures: ({ source }) => source.kind === 'http-probe' || source.kind === 'prometheus',
    openMetric: (metric, variables) => {
      const { source } = metric
      if (source.kind === 'http-probe') return openHttpProbe(metric, source, variables, pool, nowMs)
      if (source.kind === 'prometheus') return openPrometheus(metric, source, variables, nowMs)
      const why =
        source.kind === 'ledger' ? 'comes from the ledger itself' : `has a source (${source.of}) of a later version`
      return unmeasurable(`Metric "${metric.name}" ${why}; there is nobody to ask.`, nowMs)
    },
  }
}
