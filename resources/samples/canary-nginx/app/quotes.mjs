/**
 * Parcel Quotes: what sending a parcel costs. One process for each version; /stats tells a reader what happened since that reader asked last.
 * node quotes.mjs --port N --version V --role stable|canary --fault none|errors --state DIR
 */
import { createServer } from 'node:http'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const { values: options } = parseArgs({ options: { port: text, version: text, role: text, fault: text, state: text } })
const { version, role, fault } = options

const CENTS_PER_KG = { AT: 420, DE: 390, ES: 480, FR: 430, IT: 460, NL: 400, PL: 370, PT: 490 }
const LONGEST_MS = 60_000

/** Finished lookups of the last minute, oldest first. */
let seen = []
let lookups = 0
const readUntil = new Map()

function record(tookMs, isError) {
  const atMs = performance.now()
  seen.push({ atMs, tookMs, isError })
  if (seen[0].atMs < atMs - LONGEST_MS) seen = seen.filter((each) => each.atMs >= atMs - LONGEST_MS)
}

/** Windows of one reader never overlap, so that no lookup counts twice in what is compared. */
function statsFor(reader) {
  const nowMs = performance.now()
  const fromMs = readUntil.get(reader) ?? nowMs - 1000
  readUntil.set(reader, nowMs)
  const window = seen.filter(({ atMs }) => atMs > fromMs && atMs <= nowMs)
  const took = window.map(({ tookMs }) => tookMs).sort((a, b) => a - b)
  const errors = window.filter(({ isError }) => isError).length
  return {
    requests: window.length,
    errorPercent: window.length > 0 ? (100 * errors) / window.length : null,
    p95Ms: took[Math.ceil(0.95 * took.length) - 1] ?? null,
  }
}

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json', 'x-served-by': `${role} ${version}` })
  response.end(`${JSON.stringify(body)}\n`)
}

/** A faulty version has a broken price table: one lookup of three fails. */
function lookUp(response, country) {
  const startedMs = performance.now()
  const isFailing = fault === 'errors' && ++lookups % 3 === 0
  const cents = CENTS_PER_KG[country]
  setTimeout(
    () => {
      record(performance.now() - startedMs, isFailing)
      if (isFailing) return answer(response, 500, { error: 'The price table cannot be read.' })
      answer(
        response,
        cents ? 200 : 404,
        cents ? { country, centsPerKg: cents } : { error: `No price for ${country}.` },
      )
    },
    5 + Math.random() * 20,
  )
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost')
  if (pathname === '/version') return answer(response, 200, { version, role, fault })
  if (pathname === '/stats') return answer(response, 200, statsFor(searchParams.get('reader') ?? ''))
  if (pathname.startsWith('/quotes/')) return lookUp(response, pathname.slice('/quotes/'.length))
  answer(response, 404, { error: 'Try /quotes/DE.' })
})

process.on('SIGTERM', () => {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(0), 3000).unref()
})
server.keepAliveTimeout = 75_000
server.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
server.listen(Number(options.port), '127.0.0.1', () => console.log(`${role} ${version} listens on ${options.port}`))
