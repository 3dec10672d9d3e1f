import type { Metric, MetricSource as Source } from '../../../shared/runbook/model.ts'
import type { OpenMetric } from '../../ports/metric-source.ts'
import { openAsked, withCount } from './asked-metric.ts'
import { numberAt } from './number-in.ts'
import { askServer, jsonOf, resolveServer, type Surroundings, whereOf, withClock } from './source-server.ts'

type JsonSource = Extract<Source, { kind: 'json' }>

/** A number in a JSON document over HTTP, with the number of samples behind it where the document has one (`volume`). */
export const openJson = (metric: Metric, source: JsonSource, around: Surroundings, nowMs: () => number): OpenMetric =>
  openAsked(nowMs, () => {
    const server = resolveServer(source, 'the JSON source', metric.name, around)
    const where = `the answer of ${whereOf(server)}`
    return async (atMs, signal) => {
      const document = jsonOf(server, await askServer(server, server.base, signal))
      const value = numberAt(document, source.path, where)
      if (value === null) return { atMs, value, count: 0, reason: `"${source.path}" of ${where} is null: no value.` }
      const count = source.volume === undefined ? undefined : (numberAt(document, source.volume, where) ?? 0)
      return withClock(server, withCount({ atMs, value, count: 1 }, metric, count, 'add a "volume" path to the source'))
    }
  })
