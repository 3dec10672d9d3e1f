/**
 * The switch in front of blue and green. A change of weight concerns the next request; none under way is dropped.
 * node proxy.mjs --port N --blue N --green N --admin N --instance ID --idle-minutes N
 */
import { Agent, createServer, request as send } from 'node:http'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const { values: options } = parseArgs({
  options: {
    ...{ port: text, blue: text, green: text, admin: text, instance: text },
    'idle-minutes': text,
  },
})

const colours = {
  blue: { port: Number(options.blue), agent: new Agent({ keepAlive: true }), requests: 0, errors: 0 },
  green: { port: Number(options.green), agent: new Agent({ keepAlive: true }), requests: 0, errors: 0 },
}

let greenPercent = 0
let share = 0
let lastRequestMs = Date.now()

function setRoute(percent) {
  greenPercent = percent
  share = 0
}

/** Exactly every tenth request at 10 %, without chance. */
function pick() {
  share += greenPercent
  if (share < 100) return 'blue'
  share -= 100
  return 'green'
}

function answer(response, status, body) {
  if (response.headersSent) return response.destroy()
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(`${JSON.stringify(body)}\n`)
}

/** `X-Parcel-Preview: green` looks at a colour that has no traffic yet. */
function colourOf(request) {
  const preview = request.headers['x-parcel-preview']
  return preview === 'blue' || preview === 'green' ? preview : pick()
}

/** A kept connection the other side has just closed: the request never arrived, so it may be sent again on a new one. */
const wasStale = (error, upstream) => upstream.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(error.code)

function pass(request, response, name, fresh = false) {
  const colour = colours[name]
  const { connection: _, ...headers } = request.headers
  const upstream = send(
    {
      ...{ host: '127.0.0.1', port: colour.port, agent: fresh ? false : colour.agent },
      ...{ method: request.method, path: request.url, headers },
    },
    (from) => {
      if (from.statusCode >= 500) colour.errors++
      const { connection: _, 'keep-alive': __, ...kept } = from.headers
      response.writeHead(from.statusCode, kept)
      from.pipe(response)
      from.on('error', () => response.destroy())
    },
  )
  upstream.on('error', (error) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (isRead && !fresh && wasStale(error, upstream)) return pass(request, response, name, true)
    colour.errors++
    answer(response, 502, { error: `${name} does not answer (${error.code ?? error.message}).` })
  })
  request.pipe(upstream)
}

const server = createServer((request, response) => {
  lastRequestMs = Date.now()
  if (server.isStopping) response.setHeader('connection', 'close')
  if (request.url.startsWith('/_')) return answer(response, 404, { error: 'There is nothing here.' })
  const name = colourOf(request)
  colours[name].requests++
  pass(request, response, name)
})

const countersOf = ({ requests, errors }) => ({ requests, errors })

const admin = createServer((request, response) => {
  const wanted = /^\/route\/(\d{1,3})$/.exec(request.url)?.[1]
  if (request.method === 'PUT' && wanted && Number(wanted) <= 100) setRoute(Number(wanted))
  else if (request.method !== 'GET' || request.url !== '/_about')
    return answer(response, 404, { error: 'Ask GET /_about or PUT /route/PERCENT.' })
  answer(response, 200, {
    ...{ program: 'parcel-tracker', role: 'proxy', instance: options.instance, greenPercent },
    ...{ blue: countersOf(colours.blue), green: countersOf(colours.green) },
  })
})

function stop() {
  server.isStopping = true
  admin.close()
  admin.closeAllConnections()
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(0), 3000).unref()
}

function fail(error) {
  console.error(error.message)
  process.exit(1)
}

process.on('SIGTERM', stop)
process.on('SIGINT', stop)
server.keepAliveTimeout = 30_000
server.on('error', fail)
admin.on('error', fail)
server.listen(Number(options.port), '127.0.0.1', () =>
  admin.listen(Number(options.admin), '127.0.0.1', () => console.log(`the proxy listens on ${options.port}`)),
)

/** While the switch is in use both colours are kept awake: an idle blue is the way back. */
function keepAwake() {
  const idleMs = Number(options['idle-minutes']) * 60_000
  if (Date.now() - lastRequestMs > idleMs) return stop()
  for (const { port } of Object.values(colours))
    send({ host: '127.0.0.1', port, path: '/health', agent: false }, (from) => from.resume())
      .on('error', () => {})
      .end()
}
setInterval(keepAwake, 5000).unref()
