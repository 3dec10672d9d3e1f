import type { Metric, MetricSource as Source } from '../../../shared/runbook/model.ts'
import type { OpenMetric, Reading } from '../../ports/metric-source.ts'
import { openAsked, unmeasurable, withCount } from './asked-metric.ts'
import { askPrometheus, type Point, type QueryData } from './prometheus-api.ts'
import { SourceError } from './source-error.ts'
import {
  resolveServer,
  resolveText,
  type SourceServer,
  type Surroundings,
  whereOf,
  withClock,
} from './source-server.ts'

type PrometheusSource = Extract<Source, { kind: 'prometheus' }>

type Queries = { server: SourceServer; query: string; volume?: string }

/** Prometheus refuses more than 11,000 points per series. */
const MAX_POINTS = 10_000
/** Clocks closer than this are taken to agree. */
const SKEW_TOLERANCE_MS = 2000

const labels = (metric: Record<string, string>): string =>
  `{${Object.entries(metric)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}}`

const tooMany = (series: { metric: Record<string, string> }[]): SourceError => {
  const shown = series.slice(0, 3).map((each) => labels(each.metric))
  const more = series.length > 3 ? ', …' : ''
  return new SourceError(
    `The query gives ${series.length} series (${shown.join(', ')}${more}) where one value is needed; aggregate it, for example with sum() or max().`,
  )
}

const numberOf = (text: string): number => (text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text))

const onePoint = (data: QueryData): Point | undefined => {
  if (data.resultType === 'scalar') return data.result
  if (data.resultType === 'matrix') {
    throw new SourceError(
      'The query gives a range of values where one is needed; wrap it, for example with rate() or avg_over_time().',
    )
  }
  if (data.resultType === 'string') throw new SourceError('The query gives a text where a number is needed.')
  if (data.result.length > 1) throw tooMany(data.result)
  return data.result[0]?.value
}

const asReading = (atMs: number, point: Point | undefined): Reading => {
  const none = { atMs, value: null, count: 0 }
  if (point === undefined) return { ...none, reason: 'The query matches no series at this time.' }
  const value = numberOf(point[1])
  if (Number.isFinite(value)) return { atMs, value, count: 1 }
  const why = Number.isNaN(value)
    ? 'NaN, as a division of nothing by nothing (no traffic?)'
    : `${point[1]}, as a division by zero`
  return { ...none, reason: `The query gives ${why}.` }
}

const withVolume = (reading: Reading, volume: Point | undefined): Reading => {
  if (reading.value === null) return reading
  const count = volume === undefined ? 0 : numberOf(volume[1])
  return { ...reading, count: Number.isFinite(count) ? Math.max(0, Math.round(count)) : 0 }
}

const resolveQueries = (metric: Metric, source: PrometheusSource, around: Surroundings): Queries => {
  const { name } = metric
  const server = resolveServer(source, 'Prometheus', name, around)
  const query = resolveText(source.query, 'the query', name, around.variables)
  return source.volume === undefined
    ? { server, query }
    : { server, query, volume: resolveText(source.volume, 'the volume query', name, around.variables) }
}

/** A source that warns has answered; what it warns of stands beside the value. */
const withWarning = (server: SourceServer, reading: Reading): Reading =>
  server.warning === undefined || reading.reason !== undefined
    ? reading
    : { ...reading, reason: `${whereOf(server)} warns: ${server.warning}` }

const sampleNow = async ({ server, query, volume }: Queries, metric: Metric, atMs: number): Promise<Reading> => {
  delete server.warning
  const [data, volumeData] = await Promise.all([
    askPrometheus(server, 'query', { query }),
    volume === undefined ? undefined : askPrometheus(server, 'query', { query: volume }),
  ])
  const reading = asReading(atMs, onePoint(data))
  if (volumeData !== undefined) return withVolume(reading, onePoint(volumeData))
  const { value } = reading
  return value === null
    ? reading
    : withCount({ ...reading, value }, metric, undefined, 'add a "volume" query to the source')
}

const rangePoints = (data: QueryData): Point[] => {
  if (data.resultType !== 'matrix')
    throw new SourceError(`Prometheus answered a range query with a ${data.resultType}.`)
  if (data.result.length > 1) throw tooMany(data.result)
  return data.result[0]?.values ?? []
}

/** How far Prometheus's clock is ahead of ours. */
const skewOf = async (server: SourceServer, nowMs: () => number): Promise<number> => {
  const askedAtMs = nowMs()
  const point = onePoint(await askPrometheus(server, 'query', { query: 'time()' }))
  const skewMs = (point?.[0] ?? 0) * 1000 - (askedAtMs + nowMs()) / 2
  return Math.abs(skewMs) < SKEW_TOLERANCE_MS ? 0 : skewMs
}

const readPast = async (
  { server, query, volume }: Queries,
  metric: Metric,
  fromMs: number,
  toMs: number,
  nowMs: () => number,
): Promise<Reading[]> => {
  const skewMs = await skewOf(server, nowMs)
  const stepMs = Math.max(metric.intervalMs, Math.ceil((toMs - fromMs) / MAX_POINTS))
  const seconds = (ms: number) => ((ms + skewMs) / 1000).toFixed(3)
  const range = { start: seconds(fromMs), end: seconds(toMs), step: (stepMs / 1000).toFixed(3) }
  const [data, volumeData] = await Promise.all([
    askPrometheus(server, 'query_range', { query, ...range }),
    volume === undefined ? undefined : askPrometheus(server, 'query_range', { query: volume, ...range }),
  ])
  const volumes = new Map(volumeData === undefined ? [] : rangePoints(volumeData).map((point) => [point[0], point]))
  return rangePoints(data).map((point) => {
    const reading = asReading(Math.round(point[0] * 1000 - skewMs), point)
    return volumeData === undefined ? reading : withVolume(reading, volumes.get(point[0]))
  })
}

/**
 * A query against Prometheus. The server evaluates at its own present, so a skewed clock asks for no future. The count behind a value comes
 * from the source's `volume` query; without one it is 1, a single evaluation.
 */
export const openPrometheus = (
  metric: Metric,
  source: PrometheusSource,
  around: Surroundings,
  nowMs: () => number,
): OpenMetric => {
  let queries: Queries
  try {
    queries = resolveQueries(metric, source, around)
  } catch (error) {
    if (error instanceof SourceError) return unmeasurable(error.message, nowMs)
    throw error
  }
  return {
    ...openAsked(nowMs, () => async (atMs) => {
      const { server } = queries
      const reading = await sampleNow(queries, metric, atMs)
      return withClock(server, withWarning(server, reading))
    }),
    backfill: (fromMs, toMs) => readPast(queries, metric, fromMs, toMs, nowMs),
  }
}
