import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMetricSource } from '../../../../main/adapters/metrics/index.ts'
import type { OpenMetric } from '../../../../main/ports/metric-source.ts'
import { metricFixture } from '../../../shared/analysis/metric-fixture.ts'
import { type MonitoringProgram, startNodeExporter, startPrometheus } from './monitoring-program.ts'
import { eventually, startServer, type TestServer } from './server.ts'

let app: TestServer
let prometheus: MonitoringProgram
let requests = 0

beforeAll(async () => {
  app = await startServer((_, response) => {
    requests += 100
    response.setHeader('content-type', 'text/plain; version=0.0.4')
    response.end(
      `app_requests_total{code="200"} ${requests}\napp_requests_total{code="500"} ${requests / 100}\napp_temperature 21.5\n`,
    )
  })
  prometheus = await startPrometheus(`127.0.0.1:${app.port}`)
  await eventually(
    () => ask('count_over_time(app_temperature[1m])').sample(),
    ({ value }) => (value ?? 0) >= 3,
  )
})

afterAll(async () => {
  await prometheus?.stop()
  await app?.close()
})

const source = createMetricSource(Date.now)
const ask = (
  query: string,
  more: { url?: string; volume?: string; headers?: Record<string, string>; timeoutMs?: number } = {},
): OpenMetric =>
  source.openMetric(
    metricFixture({ source: { kind: 'prometheus', url: '$PROM', query, headers: {}, timeoutMs: 5000, ...more } }),
    { PROM: prometheus.url, CODE: '500', TOKEN: 'letmein' },
    '.',
  )

describe('a metric from Prometheus', () => {
  it('is the value of an instant query, with variables of the environment in it', async () => {
    const temperature = await ask('app_temperature').sample()
    expect(temperature).toMatchObject({ value: 21.5, count: 1 })
    expect(temperature.reason).toContain('add a "volume" query')
    const byCode = await ask('app_requests_total{code="$CODE"}').sample()
    expect(byCode.value).toBeGreaterThan(0)
    expect((await ask('scalar(app_temperature) * 2').sample()).value).toBe(43)
  })

  it('takes the number of samples behind the value from the volume query', async () => {
    const metric = ask('app_temperature', { volume: 'sum(app_requests_total)' })
    const reading = await metric.sample()
    expect(reading.count).toBeGreaterThan(100)
    expect(await ask('app_temperature', { volume: 'nothing_here' }).sample()).toMatchObject({ value: 21.5, count: 0 })
  })

  it('has no value and a reason, not an error, when nothing matches or nothing divides', async () => {
    const empty = await ask('no_such_metric').sample()
    expect(empty).toMatchObject({ value: null, reason: 'The query matches no series at this time.' })
    expect(empty.error).toBeUndefined()
    const nan = await ask('vector(0) / vector(0)').sample()
    expect(nan).toMatchObject({ value: null, count: 0 })
    expect(nan.reason).toContain('NaN')
    expect((await ask('vector(1) / vector(0)').sample()).reason).toContain('+Inf')
  })

  it('passes on what Prometheus itself says about a wrong query', async () => {
    const { error } = await ask('sum(rate(').sample()
    expect(error).toContain(`Prometheus at ${prometheus.url}/ refused the query (bad_data)`)
    expect(error).toContain('parse error')
  })

  it('asks for an aggregation when several series come back, or a range', async () => {
    const { error } = await ask('app_requests_total').sample()
    expect(error).toContain('gives 2 series')
    expect(error).toContain('code="200"')
    expect((await ask('app_requests_total[1m]').sample()).error).toContain('range')
  })

  it('reads the past at once, in the steps of its interval', async () => {
    const nowMs = Date.now()
    const readings = await ask('app_temperature', { volume: 'sum(app_requests_total)' }).backfill!(
      nowMs - 60_000,
      nowMs,
    )
    expect(readings.length).toBeGreaterThanOrEqual(2)
    expect(readings.every(({ value, count }) => value === 21.5 && count > 0)).toBe(true)
    const times = readings.map(({ atMs }) => atMs)
    expect(times.slice(1).every((atMs, index) => atMs - times[index]! === 1000)).toBe(true)
    expect(Math.min(...times)).toBeGreaterThanOrEqual(nowMs - 61_000)
    await expect(ask('sum(rate(').backfill!(nowMs - 60_000, nowMs)).rejects.toThrow('parse error')
    await expect(ask('app_requests_total').backfill!(nowMs - 60_000, nowMs)).rejects.toThrow('gives 2 series')
  })
})

describe('a Prometheus that is not there or not one', () => {
  it('is an error of the source that says what to check', async () => {
    const closed = await startServer(() => {})
    await closed.close()
    expect((await ask('up', { url: closed.url }).sample()).error).toBe(
      `Prometheus at ${closed.url}/ refused the connection: nothing listens there.`,
    )
    expect((await ask('up', { url: '$MISSING' }).sample()).error).toContain('$MISSING in the Prometheus URL')
    const silent = await startServer(() => {})
    expect((await ask('up', { url: silent.url, timeoutMs: 100 }).sample()).error).toContain(
      'no complete answer within 100 ms',
    )
    await silent.close()
  })

  it('sends the auth header and passes a refusal on; foreign answers are quoted', async () => {
    const proxy = await startServer((request, response) => {
      const allowed = request.headers.authorization === 'Bearer letmein'
      response.statusCode = allowed ? 502 : 401
      response.end('<h1>Bad gateway</h1>')
    })
    const refused = await ask('up', { url: proxy.url }).sample()
    expect(refused.error).toContain('refuses access (401 Unauthorized)')
    const foreign = await ask('up', { url: proxy.url, headers: { Authorization: 'Bearer $TOKEN' } }).sample()
    expect(foreign.error).toContain('answered 502 Bad Gateway with something that is not Prometheus')
    expect(foreign.error).not.toContain('letmein')
    await proxy.close()
  })

  it('says beside the value what the server warns of', async () => {
    const thanos = await startServer((_, response) => {
      const data = { resultType: 'vector', result: [{ metric: {}, value: [1, '3'] }] }
      response.end(JSON.stringify({ status: 'success', data, warnings: ['one store did not answer'] }))
    })
    const reading = await ask('up', { url: thanos.url, volume: 'up' }).sample()
    expect(reading).toMatchObject({ value: 3, reason: `Prometheus at ${thanos.url}/ warns: one store did not answer` })
    await thanos.close()
  })

  it('corrects a clock that differs: what is stored lies on our own time', async () => {
    const aheadMs = 3_600_000
    const future = createMetricSource(() => Date.now() - aheadMs)
    const of = {
      kind: 'prometheus',
      url: prometheus.url,
      query: 'app_temperature',
      headers: {},
      timeoutMs: 5000,
    } as const
    const nowMs = Date.now() - aheadMs
    const metric = future.openMetric(metricFixture({ source: of }), {}, '.')
    const readings = await eventually(
      () => metric.backfill!(nowMs - 10_000, nowMs),
      (found) => found.length > 0,
    )
    expect(readings.every(({ atMs }) => atMs <= nowMs + 1000 && atMs >= nowMs - 11_000)).toBe(true)
  })
})

describe('a Prometheus that watches a machine', () => {
  it('gives what node exporter says, and is blind while it is down, not wrong', async () => {
    const exporter = await startNodeExporter()
    const first = await startPrometheus(`127.0.0.1:${exporter.port}`)
    const load = source.openMetric(
      metricFixture({
        unit: 'count',
        source: { kind: 'prometheus', url: first.url, query: 'node_load1', headers: {}, timeoutMs: 5000 },
      }),
      {},
      '.',
    )
    const reading = await eventually(
      () => load.sample(),
      ({ value }) => value !== null,
    )
    expect(reading.value).toBeGreaterThanOrEqual(0)
    await first.stop()
    expect((await load.sample()).error).toContain('nothing listens there')
    await exporter.stop()
  })
})
