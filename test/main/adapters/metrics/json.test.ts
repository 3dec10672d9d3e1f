import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMetricSource } from '../../../../main/adapters/metrics/index.ts'
import type { OpenMetric } from '../../../../main/ports/metric-source.ts'
import type { MetricSource as Source } from '../../../../shared/runbook/model.ts'
import { metricFixture } from '../../../shared/analysis/metric-fixture.ts'
import { eventually, startServer, type TestServer } from './server.ts'

let server: TestServer
/** What the server answers next. */
let answer: { status?: number; body: string }

beforeAll(async () => {
  server = await startServer((request, response) => {
    if (request.url === '/closed' && request.headers.authorization !== 'Bearer letmein-please')
      answer = { status: 401, body: 'no' }
    response.statusCode = answer.status ?? 200
    response.end(answer.body)
  })
})
afterAll(() => server.close())

const source = createMetricSource(Date.now)
type JsonSource = Extract<Source, { kind: 'json' }>

const ask = (path: string, more: Partial<JsonSource> = {}, folder = '.', minVolume = 0) => {
  const of: JsonSource = { kind: 'json', url: '$APP/stats', path, headers: {}, timeoutMs: 5000, ...more }
  const variables = { APP: server.url, TOKEN: 'letmein-please' }
  return source.openMetric(metricFixture({ source: of, minVolume }), variables, folder)
}

describe('a metric from JSON over HTTP', () => {
  it('is the number its path leads to, with the samples behind it where the document has them', async () => {
    answer = { body: '{"http":{"rates":[{"p95":"182.5"}],"requests":4000},"healthy":true,"idle":null}' }
    expect(await ask('http.rates[0].p95', { volume: 'http.requests' }).sample()).toMatchObject({
      value: 182.5,
      count: 4000,
    })
    expect(await ask('healthy').sample()).toMatchObject({ value: 1, count: 1 })
    const idle = await ask('idle').sample()
    expect(idle).toMatchObject({ value: null, count: 0 })
    expect(idle.error).toBeUndefined()
    expect(idle.reason).toContain('is null: no value')
    expect((await ask('http.requests', {}, '.', 50).sample()).reason).toContain('add a "volume" path')
  })

  it('says what to change when the answer has another shape', async () => {
    answer = { body: '{"a":{"b":[1,2]},"t":"n/a"}' }
    const errorAt = async (path: string) => (await ask(path).sample()).error
    expect(await errorAt('a.c')).toContain('there is no "c" below "a"; change the path')
    expect(await errorAt('a.b')).toContain('is a list of 2 where a number is needed; go on in the path')
    expect(await errorAt('t')).toContain('is "n/a" where a number is needed')
    answer = { body: '<html>maintenance' }
    expect(await errorAt('a')).toContain('something that is not JSON: <html>maintenance')
    answer = { status: 503, body: '{"error":"warming up"}' }
    expect(await errorAt('a')).toBe(
      `the JSON source at ${server.url}/stats answered 503 Service Unavailable: {"error":"warming up"}`,
    )
  })

  it('does not read an answer without end', async () => {
    answer = { body: `{"v":1,"rest":"${'x'.repeat(9_000_000)}"}` }
    expect((await ask('v').sample()).error).toContain('answered with more than 8 MiB; ask it for less')
  })

  it('sends its headers with the secrets of the environment in them, and says so when access is refused', async () => {
    const closed = { url: '$APP/closed' }
    answer = { body: '{"v":1}' }
    expect((await ask('v', closed).sample()).error).toContain('refuses access (401 Unauthorized); check the headers')
    answer = { body: '{"v":1}' }
    expect((await ask('v', { ...closed, headers: { Authorization: 'Bearer $TOKEN' } }).sample()).value).toBe(1)
    expect((await ask('v', { headers: { Authorization: '$NOWHERE' } }).sample()).error).toContain(
      '$NOWHERE in header Authorization of metric "error-rate" is not defined',
    )
  })
})

describe('the clock of a source', () => {
  const clockSeen = async (ourClockMs: () => number) => {
    answer = { body: '{"v":1}' }
    const of: JsonSource = { kind: 'json', url: server.url, path: 'v', headers: {}, timeoutMs: 5000 }
    const metric = createMetricSource(ourClockMs).openMetric(metricFixture({ source: of }), {}, '.')
    const seen = await eventually(
      () => metric.sample(),
      ({ clock }) => clock !== undefined,
    )
    expect(seen.atMs).toBeLessThanOrEqual(ourClockMs())
    return seen.clock!
  }

  it('is compared with this machine’s by the date of its answers, while readings are stamped with our own time', async () => {
    const agreed = await clockSeen(Date.now)
    expect(agreed.source).toBe(`the JSON source at ${server.url}/`)
    expect(Math.abs(agreed.aheadMs)).toBeLessThan(2000)
    const ahead = await clockSeen(() => Date.now() - 60_000)
    expect(Math.abs(ahead.aheadMs - 60_000)).toBeLessThan(2000)
  })
})

describe('a source behind a certificate of one’s own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-ca-'))
  const file = (name: string) => join(folder, name)
  let server: https.Server
  const url = () => `https://127.0.0.1:${(server.address() as AddressInfo).port}/`

  const sign = (name: string) => {
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
    const keys = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file(`${name}.key`)]
    execFileSync('openssl', ['req', '-x509', ...keys, '-out', file(`${name}.pem`), '-days', '2', ...subject], {
      stdio: 'pipe',
    })
  }

  beforeAll(async () => {
    sign('own')
    sign('other')
    writeFileSync(file('empty.pem'), 'nothing')
    const pair = { key: readFileSync(file('own.key')), cert: readFileSync(file('own.pem')) }
    server = https.createServer(pair, (_, response) => response.end('{"v":7,"status":"success"}'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  const opened: OpenMetric[] = []
  afterAll(() => {
    for (const each of opened) each.close()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const sampleOf = (of: Source) => source.openMetric(metricFixture({ source: of }), {}, folder).sample()
  const json = (ca?: string) =>
    sampleOf({ kind: 'json', url: url(), path: 'v', headers: {}, timeoutMs: 5000, ...(ca ? { ca } : {}) })

  it('is refused without its authority, whatever the kind of source, and says how to name it', async () => {
    const sentence = 'shows a certificate this machine does not trust; name its authority with "ca:" in the source'
    const address = { url: url(), headers: {}, timeoutMs: 5000 }
    for (const each of [
      json(),
      sampleOf({ kind: 'prometheus', query: 'up', ...address }),
      sampleOf({ kind: 'alertmanager', matchers: [], ...address }),
    ])
      expect((await each).error).toContain(sentence)
  })

  it('is probed only with its authority: without it nothing is known of the release', async () => {
    const of = { kind: 'http-probe', url: url(), measure: 'availability', rate: 50, timeoutMs: 5000 } as const
    const probe = (ca?: string) => {
      const metric = source.openMetric(metricFixture({ source: ca ? { ...of, ca } : of }), {}, folder)
      opened.push(metric)
      return metric.sample()
    }
    expect(await probe('own.pem')).toMatchObject({ value: 100 })
    expect((await probe()).error).toContain('name its authority with "ca:" in the source')
    expect((await probe('gone.pem')).error).toContain('cannot be asked: The ca "gone.pem" of the source cannot be read')
  })

  it('is trusted by the authority in the release folder, and by no other', async () => {
    expect(await json('own.pem')).toMatchObject({ value: 7 })
    expect((await json('other.pem')).error).toContain('it is not signed by the authority in "other.pem"')
    expect((await json('gone.pem')).error).toContain('The ca "gone.pem" of the source cannot be read (ENOENT)')
    expect((await json('empty.pem')).error).toContain('holds no certificate; it must be a PEM file')
  })
})
