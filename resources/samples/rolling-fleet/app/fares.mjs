/**
 * One instance of the fare search: looks a fare up by its id. FAULT=errors makes it fail two of five lookups once it has seen a few.
 * node fares.mjs --port N --name NAME --version V --fault none|errors --instance ID --idle-minutes N
 */
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const { values: options } = parseArgs({
  options: { port: text, name: text, version: text, fault: text, instance: text, 'idle-minutes': text },
})

const SOUND_LOOKUPS = 5
let lookups = 0
let lastRequestMs = Date.now()

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(`${JSON.stringify(body)}\n`)
}

function lookUp(response, id) {
  lookups++
  if (options.fault === 'errors' && lookups > SOUND_LOOKUPS && lookups % 5 < 2)
    return answer(response, 500, { error: 'The fare table is not there.' })
  answer(response, 200, {
    id,
    cents: 1000 + (Number(id.slice(2)) % 90) * 50,
    by: options.name,
    version: options.version,
  })
}

const about = () => ({
  program: 'fare-search',
  instance: options.instance,
  name: options.name,
  version: options.version,
})

const server = createServer((request, response) => {
  lastRequestMs = Date.now()
  const { pathname } = new URL(request.url, 'http://fares')
  const fare = /^\/fares\/(F-\d{1,6})$/.exec(pathname)?.[1]
  if (fare) return lookUp(response, fare)
  if (pathname === '/_about' || pathname === '/version' || pathname === '/health') return answer(response, 200, about())
  answer(response, 404, { error: 'There is nothing here.' })
})

const stop = () => server.close(() => process.exit(0))
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
server.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
server.listen(Number(options.port), '127.0.0.1', () => console.log(`${options.name} listens on ${options.port}`))
setInterval(() => {
  if (Date.now() - lastRequestMs > Number(options['idle-minutes']) * 60_000) stop()
}, 5000).unref()
