/** Whether what a release measures with answers from here: said with what to do, and without asking for more than that. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkPrometheus } from '../../../../main/adapters/machine/check-prometheus.ts'
import { metricFixture } from '../../../shared/analysis/metric-fixture.ts'
import { definitionOf } from '../../../support/definition.ts'
import { startServer, type TestServer } from '../metrics/server.ts'

let server: TestServer
let aheadMs = 0

beforeAll(async () => {
  server = await startServer((_, response) => {
    response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString())
    response.end('{"status":"success","data":{"resultType":"scalar","result":[1,"1"]}}')
  })
})
afterAll(() => server.close())

const metric = (url: string) =>
  metricFixture({ source: { kind: 'prometheus', url, query: 'up', headers: {}, timeoutMs: 5000 } })
const check = (...urls: string[]) =>
  checkPrometheus([
    {
      definition: definitionOf([], { metrics: urls.map(metric) }),
      folder: '.',
      environment: 'production',
      variables: { PROM: server.url },
    },
  ])

test('a server that answers is found once, however many metrics ask it', async () => {
  aheadMs = 0
  const facts = await check('$PROM', server.url)
  expect(facts).toMatchObject([{ state: 'found', name: `Prometheus ${server.url}/` }])
})

test('a clock that differs, a server that is not there and an address nobody defined are each said', async () => {
  aheadMs = 90_000
  expect(await check('$PROM')).toMatchObject([
    { state: 'missing', detail: expect.stringMatching(/clock is 1:(29|3\d) ahead/) },
  ])
  expect(await check('http://127.0.0.1:1')).toMatchObject([
    { state: 'missing', detail: expect.stringContaining('nothing listens there'), remedy: expect.any(String) },
  ])
  expect(await check('$NOWHERE')).toMatchObject([{ state: 'missing', detail: expect.stringContaining('$NOWHERE') }])
})
