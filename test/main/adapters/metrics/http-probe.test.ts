import { afterEach, describe, expect, it } from 'vitest'
import { ProberPool } from '../../../../main/adapters/metrics/http-probe.ts'
import { createMetricSource } from '../../../../main/adapters/metrics/index.ts'
import { measureProbes, type Probe } from '../../../../main/adapters/metrics/probe-window.ts'
import type { OpenMetric } from '../../../../main/ports/metric-source.ts'
import type { ProbeMeasure, MetricSource as Source } from '../../../../shared/runbook/model.ts'
import { metricFixture } from '../../../shared/analysis/metric-fixture.ts'
import { eventually, startServer, type TestServer } from './server.ts'

const opened: OpenMetric[] = []
const servers: TestServer[] = []
afterEach(async () => {
  for (const each of opened.splice(0)) each.close()
  for (const each of servers.splice(0)) await each.close()
})

const serve = async (...args: Parameters<typeof startServer>): Promise<TestServer> => {
  const server = await startServer(...args)
  servers.push(server)
  return server
}
const source = createMetricSource(Date.now)
const probe = (
  url: string,
  measure: ProbeMeasure,
  more: Partial<Omit<Extract<Source, { kind: 'http-probe' }>, 'kind' | 'url' | 'measure'>> & { windowMs?: number } = {},
) => {
  const { windowMs = 60_000, ...settings } = more
  // A busy machine answers late: only what the server says counts, unless the timeout is what is tested.
  const of = { kind: 'http-probe', url, measure, rate: 100, timeoutMs: 10_000, ...settings } as const
  const metric = source.openMetric(
    metricFixture({ name: measure, unit: measure.startsWith('p') ? 'ms' : 'percent', windowMs, source: of }),
    { APP_URL: servers[0]?.url ?? '', TOKEN: 'letmein-please', PARCEL: 'PT-7' },
    '.',
  )
  opened.push(metric)
  return metric
}

describe('an HTTP probe', () => {
  it('measures error rate, availability and latency of a service through one shared prober on kept connections', async () => {
    let count = 0
    const server = await serve((_, response) => {
      response.statusCode = count++ % 4 === 0 ? 500 : 200
      response.end('ok')
    })
    const [errors, availability, p95, requests] = (['error-rate', 'availability', 'p95', 'requests'] as const).map(
      (measure) => probe('$APP_URL/health', measure),
    )
    const reading = await eventually(
      () => errors!.sample(),
      ({ count }) => count >= 40,
    )
    expect(reading.value).toBeGreaterThan(15)
    expect(reading.value).toBeLessThan(35)
    expect(reading.reason).toContain('answered 500')
    const [up, slow, made] = await Promise.all([availability!.sample(), p95!.sample(), requests!.sample()])
    expect(up.value).toBeGreaterThan(65)
    expect(slow.value).toBeGreaterThan(0)
    expect(made.value).toBeGreaterThanOrEqual(40)
    expect(server.requests.every((request) => request.url === '/health')).toBe(true)
    // Four metrics, one prober: what they count is what the server saw.
    expect(made.value).toBeLessThanOrEqual(server.requests.length)
    await eventually(
      () => server.sockets / server.requests.length,
      (socketsPerRequest) => socketsPerRequest < 0.5,
    )
  })

  it('counts a refused connection as a failure of the release, not of the source, once the address has answered', async () => {
    const server = await serve((_, response) => response.end())
    const metric = probe(server.url, 'availability')
    await eventually(
      () => metric.sample(),
      ({ value }) => value === 100,
    )
    await server.close()
    const reading = await eventually(
      () => metric.sample(),
      ({ value }) => value !== null && value < 100,
    )
    expect(reading.error).toBeUndefined()
    expect(reading.reason).toContain('refused the connection')
  })

  it('has no evidence, neither good nor bad, about an address that was never seen up', async () => {
    const server = await serve((_, response) => response.end())
    await server.close()
    const reading = await probe(server.url, 'availability').sample()
    expect(reading).toMatchObject({ value: null, count: 0, reason: expect.stringContaining('has not answered yet') })
    expect(reading.error).toBeUndefined()
  })

  it('counts a timeout as a failure that took at least its limit', async () => {
    await serve(() => {})
    const [errors, p50] = [
      probe('$APP_URL', 'error-rate', { timeoutMs: 100 }),
      probe('$APP_URL', 'p50', { timeoutMs: 100 }),
    ]
    expect(await errors.sample()).toMatchObject({ value: 100 })
    expect((await p50.sample()).value).toBeGreaterThanOrEqual(100)
  })

  it('counts an unexpected status or text as a failure', async () => {
    await serve((request, response) => {
      response.statusCode = request.url === '/missing' ? 404 : 200
      response.end('version 2.3.1')
    })
    expect(await probe('$APP_URL/missing', 'error-rate').sample()).toMatchObject({ value: 100 })
    expect(await probe('$APP_URL', 'error-rate', { expectStatus: 204 }).sample()).toMatchObject({ value: 100 })
    expect(await probe('$APP_URL', 'error-rate', { expectText: '2.4.0' }).sample()).toMatchObject({ value: 100 })
    expect(await probe('$APP_URL', 'error-rate', { expectText: '2.3.1' }).sample()).toMatchObject({ value: 0 })
  })

  it('asks with the method, headers and body it is given, with variables in them', async () => {
    const seen: string[] = []
    const server = await serve((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString()
      })
      request.on('end', () => {
        seen.push(`${request.method} ${request.headers.authorization} ${body}`)
        response.statusCode = body.includes('PT-7') ? 201 : 400
        response.end()
      })
    })
    const headers = { Authorization: 'Bearer $TOKEN' }
    const posted = probe('$APP_URL', 'error-rate', {
      method: 'POST',
      headers,
      body: '{"id":"$PARCEL","cost":"$9"}',
      expectStatus: [200, 201],
    })
    expect(await posted.sample()).toMatchObject({ value: 0 })
    expect(seen[0]).toBe('POST Bearer letmein-please {"id":"PT-7","cost":"$9"}')
    const other = await probe('$APP_URL', 'error-rate', {
      method: 'POST',
      body: 'PT-7',
      expectStatus: [200, 204],
    }).sample()
    expect(other).toMatchObject({ value: 100, reason: `${server.url}/ answered 201 instead of 200 or 204.` })
    expect((await probe('$APP_URL', 'p95', { headers: { 'X-Key': '$NOWHERE' } }).sample()).error).toContain(
      '$NOWHERE in header X-Key of metric "p95" is not defined',
    )
  })

  it('has no more requests open at once than its concurrency, and says how many it left out', async () => {
    let open = 0
    let most = 0
    const waiting: (() => void)[] = []
    const server = await serve((_, response) => {
      most = Math.max(most, ++open)
      waiting.push(() => {
        open--
        response.end()
      })
    })
    const metric = probe('$APP_URL', 'availability', { concurrency: 3 })
    await eventually(
      () => server.requests.length,
      (length) => length === 3,
    )
    for (const answer of waiting.splice(0)) answer()
    const reading = await eventually(
      () => metric.sample(),
      ({ reason }) => reason !== undefined,
    )
    for (const answer of waiting.splice(0)) answer()
    expect(most).toBeLessThanOrEqual(3)
    expect(reading).toMatchObject({ value: 100 })
    expect(reading.reason).toMatch(/^\d+ requests were left out: 3 at once is not enough for 100 a second\.$/)
  })

  it('does not blame the release when a kept connection was closed by the server between two requests', async () => {
    await serve((_, response) => {
      response.end('ok')
      // Announces keep-alive, then hangs up: the next request finds a dead connection.
      setImmediate(() => response.socket?.destroy())
    })
    const reading = await eventually(
      () => probe('$APP_URL', 'error-rate').sample(),
      ({ count }) => count >= 50,
    )
    expect(reading.value).toBe(0)
  })

  it('is an error of the source when it cannot ask at all', async () => {
    const undefinedVariable = await probe('$NOWHERE/health', 'error-rate').sample()
    expect(undefinedVariable.error).toContain('$NOWHERE in the URL of metric "error-rate" is not defined')
    expect((await probe('not an address', 'error-rate').sample()).error).toContain('is not an address')
    expect((await probe('http://no-such-host.invalid/', 'error-rate').sample()).error).toContain('cannot be found')
  })

  it('forgets what is older than its window', async () => {
    const server = await serve((_, response) => response.end('ok'))
    let nowMs = 1_000_000
    const of = { kind: 'http-probe', url: server.url, measure: 'error-rate', rate: 100, timeoutMs: 500 } as const
    const metric = createMetricSource(() => nowMs).openMetric(metricFixture({ source: of, windowMs: 1000 }), {}, '.')
    opened.push(metric)
    await eventually(
      () => metric.sample(),
      ({ count }) => count >= 20,
    )
    nowMs += 1000
    expect(await metric.sample()).toMatchObject({ value: null, count: 0 })
  })

  it('goes on until the last of its metrics is closed, and can be opened again', async () => {
    const server = await serve((_, response) => response.end('ok'))
    const pool = new ProberPool(Date.now)
    const settings = { url: new URL(server.url), rate: 100, timeoutMs: 500 }
    const [first, second] = [pool.take(settings, 1000), pool.take(settings, 5000)]
    expect(first.prober).toBe(second.prober)
    first.release()
    const before = server.requests.length
    await eventually(
      () => server.requests.length,
      (length) => length > before + 5,
    )
    second.release()
    expect(pool.size).toBe(0)
    const again = pool.take(settings, 1000)
    expect(again.prober).not.toBe(first.prober)
    again.release()
  })
})

describe('what is computed from probes', () => {
  const ok = (latencyMs: number): Probe => ({ atMs: 0, outcome: 'ok', latencyMs })
  const refused: Probe = { atMs: 0, outcome: 'failed', why: 'refused' }
  const unable: Probe = { atMs: 0, outcome: 'unable', why: 'offline' }

  it('leaves out what this machine could not ask', () => {
    expect(measureProbes([ok(5), refused, unable, unable], 'error-rate', 'percent', 1000)).toEqual({
      value: 50,
      count: 2,
    })
    expect(measureProbes([unable], 'availability', 'percent', 1000).value).toBeNull()
  })

  it('answers in the unit of the metric', () => {
    const probes = [ok(100), ok(200), refused, refused]
    expect(measureProbes(probes, 'error-rate', 'ratio', 1000).value).toBe(0.5)
    expect(measureProbes(probes, 'p95', 's', 1000)).toEqual({ value: 0.2, count: 2 })
    expect(measureProbes(probes, 'requests', 'per-second', 2000).value).toBe(2)
  })
})
