import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMetricSource } from '../../../../main/adapters/metrics/index.ts'
import { metricFixture } from '../../../shared/analysis/metric-fixture.ts'
import { type MonitoringProgram, startAlertmanager } from './monitoring-program.ts'
import { eventually, startServer } from './server.ts'

let alertmanager: MonitoringProgram
beforeAll(async () => {
  alertmanager = await startAlertmanager()
})
afterAll(() => alertmanager?.stop())

const post = async (path: string, body: unknown) => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${alertmanager.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(answer.status).toBe(200)
}
const alert = (alertname: string, severity: string, service = 'api') => ({ labels: { alertname, severity, service } })

const source = createMetricSource(Date.now)
const open = (matchers: string[] = [], url = alertmanager.url, heartbeat?: string) =>
  source.openMetric(
    metricFixture({
      unit: 'count',
      source: {
        kind: 'alertmanager',
        url,
        matchers,
        headers: {},
        timeoutMs: 5000,
        ...(heartbeat ? { heartbeat } : {}),
      },
    }),
    { SERVICE: 'api' },
    '.',
  )
const counted = (matchers: string[], wanted: number) =>
  eventually(
    () => open(matchers).sample(),
    ({ value }) => value === wanted,
  )

describe('a metric from Alertmanager', () => {
  it('is the number of active alerts that every matcher fits, and names them', async () => {
    expect(await open().sample()).toMatchObject({ value: 0, count: 1 })
    await post('/api/v2/alerts', [
      alert('Latency', 'critical'),
      alert('Disk', 'warning', 'db'),
      alert('Errors', 'critical', 'db'),
    ])
    expect((await counted([], 3)).reason).toMatch(/^Active: .*\((?:api|db)\)/)
    const critical = await counted(['severity="critical"', 'service=$SERVICE'], 1)
    expect(critical.reason).toBe('Active: Latency (api).')
    await counted(['alertname=~"Lat.*|Disk"'], 2)
    expect((await open([], `${alertmanager.url}/api/v2/alerts`).sample()).value).toBe(3)
  })

  it('leaves out alerts that are silenced or inhibited', async () => {
    await post('/api/v2/alerts', [
      alert('Quiet', 'critical'),
      alert('Query', 'critical'),
      alert('Database', 'critical'),
    ])
    await counted(['alertname=~"Query|Database"'], 1)
    await counted(['alertname="Quiet"'], 1)
    const nowMs = Date.now()
    await post('/api/v2/silences', {
      matchers: [{ name: 'alertname', value: 'Quiet', isRegex: false, isEqual: true }],
      startsAt: new Date(nowMs).toISOString(),
      endsAt: new Date(nowMs + 3_600_000).toISOString(),
      createdBy: 'a test',
      comment: 'planned',
    })
    await counted(['alertname="Quiet"'], 0)
  })

  it('is blind, not zero, when the alert that always fires does not', async () => {
    const watched = () => open(['alertname="Nothing"'], alertmanager.url, 'alertname="Watchdog"').sample()
    expect(await watched()).toMatchObject({
      value: null,
      error: expect.stringContaining('does not hear from Prometheus'),
    })
    await post('/api/v2/alerts', [alert('Watchdog', 'none')])
    await eventually(watched, ({ value }) => value === 0)
  })

  it('passes on what Alertmanager says about a wrong matcher, and tells a foreign server from one', async () => {
    expect((await open(['severity=~"("']).sample()).error).toMatch(
      /^Alertmanager at http.* refused the matchers: .*; write them like alertname="HighLatency"\.$/,
    )
    const foreign = await startServer((request, response) => {
      response.statusCode = request.url?.startsWith('/empty') ? 404 : 200
      response.end('{"status":"success"}')
    })
    expect((await open([], foreign.url).sample()).error).toContain(
      'JSON that is not a list of alerts; name the address',
    )
    expect((await open([], `${foreign.url}/empty`).sample()).error).toContain('has no /api/v2/alerts')
    await foreign.close()
  })
})
