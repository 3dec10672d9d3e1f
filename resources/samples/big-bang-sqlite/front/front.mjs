/**
 * The front door: passes guests on to the desk, or shows them the maintenance page while it is closed. Closing lets those who are inside finish.
 * node front.mjs --port N --control N --desk N --instance ID --idle-minutes N
 */
import { createServer, request as send } from 'node:http'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const { values: options } = parseArgs({
  options: { port: text, control: text, desk: text, instance: text, 'idle-minutes': text },
})

const PAGE =
  '<!doctype html><title>Back soon</title><h1>The booking desk is closed for a moment</h1><p>Nothing is lost. Please come back in a few minutes.</p>\n'
const LOOK_MS = 20

let isOpen = true
let inside = 0
let turnedAway = 0
let lastRequestMs = Date.now()

function answer(response, status, body) {
  if (response.headersSent) return response.destroy()
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(`${JSON.stringify(body)}\n`)
}

function turnAway(response) {
  turnedAway++
  response.writeHead(503, { 'content-type': 'text/html; charset=utf-8', 'retry-after': '120' })
  response.end(PAGE)
}

function pass(request, response) {
  inside++
  response.on('close', () => {
    inside--
  })
  const { connection: _, ...headers } = request.headers
  const target = {
    host: '127.0.0.1',
    port: Number(options.desk),
    agent: false,
    method: request.method,
    path: request.url,
    headers,
  }
  const desk = send(target, (from) => {
    response.writeHead(from.statusCode, { 'content-type': from.headers['content-type'] ?? 'application/json' })
    from.pipe(response)
    from.on('error', () => response.destroy())
  })
  desk.on('error', (error) =>
    answer(response, 502, { error: `The desk does not answer (${error.code ?? error.message}).` }),
  )
  request.pipe(desk)
}

const about = () => ({ program: 'booking-desk', instance: options.instance, isOpen, inside, turnedAway })

async function control(request, response) {
  if (request.method === 'PUT' && request.url === '/open') isOpen = true
  else if (request.method === 'PUT' && request.url === '/closed') {
    isOpen = false
    while (inside > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  } else if (request.method !== 'GET' || request.url !== '/_about')
    return answer(response, 404, { error: 'Ask GET /_about, or PUT /open or /closed.' })
  answer(response, 200, about())
}

const server = createServer((request, response) => {
  lastRequestMs = Date.now()
  if (isOpen) pass(request, response)
  else turnAway(response)
})
const controlServer = createServer((request, response) => void control(request, response))

function stop() {
  controlServer.close()
  controlServer.closeAllConnections()
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(0), 2000).unref()
}

function fail(error) {
  console.error(error.message)
  process.exit(1)
}

process.on('SIGTERM', stop)
process.on('SIGINT', stop)
server.on('error', fail)
controlServer.on('error', fail)
server.listen(Number(options.port), '127.0.0.1', () =>
  controlServer.listen(Number(options.control), '127.0.0.1', () =>
    console.log(`the front door listens on ${options.port}`),
  ),
)
setInterval(() => {
  if (Date.now() - lastRequestMs > Number(options['idle-minutes']) * 60_000) stop()
}, 5000).unref()
