/**
 * Tariff API: what a parcel costs. One process per colour; /metrics in Prometheus's text format
 * (https://prometheus.io/docs/instrumenting/exposition_formats/).
 * node tariff.mjs --port N --version V --colour blue|green --fault none|errors --state DIR
 */
import { createServer } from 'node:http'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const { values: options } = parseArgs({
  options: { port: text, version: text, colour: text, fault: text, state: text },
})
const { version, colour, fault } = options

const CENTS_PER_KG = { AT: 420, BE: 410, DE: 390, ES: 480, FR: 430, IT: 460, NL: 400, PL: 370, PT: 490, SE: 520 }
const BUCKETS_S = [0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1]

const seen = { lookups: 0, sumS: 0, codes: { 200: 0, 404: 0, 500: 0 }, buckets: BUCKETS_S.map(() => 0) }

function record(code, seconds) {
  seen.codes[code]++
  seen.sumS += seconds
  for (const [index, limit] of BUCKETS_S.entries()) if (seconds <= limit) seen.buckets[index]++
}

function metrics() {
  const total = Object.values(seen.codes).reduce((sum, count) => sum + count, 0)
  return [
    '# HELP tariff_requests_total Lookups answered, by status code.',
    '# TYPE tariff_requests_total counter',
    ...Object.entries(seen.codes).map(([code, count]) => `tariff_requests_total{code="${code}"} ${count}`),
    '# HELP tariff_request_seconds How long lookups took.',
    '# TYPE tariff_request_seconds histogram',
    ...BUCKETS_S.map((limit, index) => `tariff_request_seconds_bucket{le="${limit}"} ${seen.buckets[index]}`),
    `tariff_request_seconds_bucket{le="+Inf"} ${total}`,
    `tariff_request_seconds_sum ${seen.sumS}`,
    `tariff_request_seconds_count ${total}`,
    '# HELP tariff_build_info Which build this is.',
    '# TYPE tariff_build_info gauge',
    `tariff_build_info{version="${version}",colour="${colour}"} 1`,
    '',
  ].join('\n')
}

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json', 'x-served-by': `${colour} ${version}` })
  response.end(`${JSON.stringify(body)}\n`)
}

/** A faulty build has a broken price table: one lookup of three fails. */
function lookUp(response, country) {
  const startedMs = performance.now()
  const failing = fault === 'errors' && ++seen.lookups % 3 === 0
  const cents = CENTS_PER_KG[country]
  const status = failing ? 500 : cents ? 200 : 404
  setTimeout(
    () => {
      record(status, (performance.now() - startedMs) / 1000)
      if (failing) return answer(response, 500, { error: 'price table is not readable' })
      answer(response, status, cents ? { country, centsPerKg: cents } : { error: `There is no tariff for ${country}.` })
    },
    5 + Math.random() * 20,
  )
}

const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname
  if (path === '/version') return answer(response, 200, { version, colour, fault })
  if (path === '/health') return answer(response, 200, { status: 'ok' })
  if (path.startsWith('/tariffs/')) return lookUp(response, path.slice('/tariffs/'.length))
  if (path !== '/metrics') return answer(response, 404, { error: 'Try /tariffs/DE.' })
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
  response.end(metrics())
})

function stop() {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(0), 3000).unref()
}

process.on('SIGTERM', stop)
server.keepAliveTimeout = 75_000
server.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
server.listen(Number(options.port), '127.0.0.1', () => console.log(`${colour} ${version} listens on ${options.port}`))
