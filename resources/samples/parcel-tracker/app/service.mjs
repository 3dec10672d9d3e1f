/**
 * Parcel Tracker, the service: one process per colour.
 * node service.mjs --port N --version V --colour blue|green --instance ID --idle-minutes N [--fault none|errors|slow]
 */
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { findParcel } from './parcels.mjs'

const text = { type: 'string' }
const { values: options } = parseArgs({
  options: { port: text, version: text, colour: text, instance: text, fault: text, 'idle-minutes': text },
})
const { version, colour, instance } = options

/** How many lookups the connection pool of a faulty version survives: enough to pass a smoke test. */
const LOOKUPS_UNTIL_LEAKED_DRY = 50
const SLOW_MS = 1200

let fault = options.fault ?? 'none'
let lookups = 0
let lastRequestMs = Date.now()

/** 2.3.x has no delivery estimate. */
const withEta = () => Number(version.split('.')[1]) >= 4

/** Two of five lookups find no connection once the pool has leaked dry. */
const isOutOfConnections = () => fault === 'errors' && lookups > LOOKUPS_UNTIL_LEAKED_DRY && lookups % 5 < 2

const latencyMs = () => 6 + Math.random() * 22 + (fault === 'slow' ? SLOW_MS : 0)

function answer(response, status, body) {
  const bytes = Buffer.from(`${JSON.stringify(body)}\n`)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    'x-served-by': `${colour} ${version}`,
  })
  response.end(bytes)
}

function lookUp(response, id) {
  lookups++
  const failing = isOutOfConnections()
  setTimeout(() => {
    if (failing) return answer(response, 500, { error: 'connection pool exhausted: 50 of 50 connections in use' })
    const parcel = findParcel(id, { withEta: withEta() })
    if (parcel) return answer(response, 200, parcel)
    answer(response, 404, { error: `There is no parcel ${id}.` })
  }, latencyMs())
}

/** Only reachable on this machine: the proxy does not pass /_ paths on. */
function operate(request, response, path) {
  if (path === '/_about')
    return answer(response, 200, { program: 'parcel-tracker', role: colour, version, fault, instance, lookups })
  const wanted = /^\/_fault\/(none|errors|slow)$/.exec(path)?.[1]
  if (request.method !== 'POST' || !wanted) return answer(response, 404, { error: 'Unknown operation.' })
  fault = wanted
  lookups = fault === 'errors' ? Math.max(lookups, LOOKUPS_UNTIL_LEAKED_DRY) : 0
  answer(response, 200, { fault })
}

const server = createServer((request, response) => {
  lastRequestMs = Date.now()
  if (server.isStopping) response.setHeader('connection', 'close')
  const path = new URL(request.url, 'http://localhost').pathname
  if (path.startsWith('/_')) return operate(request, response, path)
  if (path === '/version') return answer(response, 200, { version, colour })
  if (path === '/health') return answer(response, 200, { status: 'ok', version, colour })
  if (path.startsWith('/parcels/')) return lookUp(response, path.slice('/parcels/'.length))
  answer(response, 404, { error: `There is nothing at ${path}. Try /parcels/PT-1001.` })
})

/** Finishes what it has begun, then ends. */
function stop() {
  server.isStopping = true
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(0), 3000).unref()
}

process.on('SIGTERM', stop)
process.on('SIGINT', stop)
server.keepAliveTimeout = 30_000
server.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
server.listen(Number(options.port), '127.0.0.1', () => console.log(`${colour} ${version} listens on ${options.port}`))

const idleMs = Number(options['idle-minutes']) * 60_000
setInterval(() => Date.now() - lastRequestMs > idleMs && stop(), 5000).unref()
