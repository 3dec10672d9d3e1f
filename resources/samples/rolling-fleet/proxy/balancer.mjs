/**
 * In front of the four: asks one after the other, leaves out those that are out of rotation, and tells on its control port what each of them is.
 * node balancer.mjs --port N --control N --upstreams NAME=PORT,… --instance ID --idle-minutes N
 */
import { createServer, request as send } from 'node:http'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const { values: options } = parseArgs({
  options: { port: text, control: text, upstreams: text, instance: text, 'idle-minutes': text },
})

const ASK_MS = 1000
const upstreams = options.upstreams.split(',').map((each) => {
  const [name, port] = each.split('=')
  return { name, port: Number(port), isIn: true, requests: 0, errors: 0 }
})

let turn = 0
let lastRequestMs = Date.now()

function answer(response, status, body) {
  if (response.headersSent) return response.destroy()
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(`${JSON.stringify(body)}\n`)
}

function pass(request, response) {
  const inRotation = upstreams.filter(({ isIn }) => isIn)
  if (inRotation.length === 0) return answer(response, 503, { error: 'No instance is in rotation.' })
  const to = inRotation[turn++ % inRotation.length]
  to.requests++
  const { connection: _, ...headers } = request.headers
  const target = { host: '127.0.0.1', port: to.port, agent: false, method: request.method, path: request.url, headers }
  const upstream = send(target, (from) => {
    if (from.statusCode >= 500) to.errors++
    response.writeHead(from.statusCode, { 'content-type': 'application/json' })
    from.pipe(response)
    from.on('error', () => response.destroy())
  })
  upstream.on('error', (error) => {
    to.errors++
    answer(response, 502, { error: `${to.name} does not answer (${error.code ?? error.message}).` })
  })
  request.pipe(upstream)
}

/** What an instance says of itself. */
const askOne = ({ name, port, isIn }) =>
  new Promise((resolve) => {
    const failing = (reason) => resolve({ name, version: 'nothing', ok: false, reason })
    const asked = send({ host: '127.0.0.1', port, path: '/version', agent: false, timeout: ASK_MS }, (from) => {
      let body = ''
      from.on('data', (chunk) => {
        body += chunk
      })
      from.on('end', () => {
        try {
          const { version } = JSON.parse(body)
          resolve({ name, version, ok: isIn, ...(isIn ? {} : { reason: 'out of rotation' }) })
        } catch {
          failing('does not say what it is')
        }
      })
    })
    asked.on('timeout', () => asked.destroy(new Error('no answer within 1 s')))
    asked.on('error', (error) => failing(error.code ?? error.message))
    asked.end()
  })

async function control(request, response) {
  const [, name, way] = /^\/rotation\/([\w-]+)\/(in|out)$/.exec(request.url) ?? []
  const found = upstreams.find((each) => each.name === name)
  if (request.method === 'PUT' && found) {
    found.isIn = way === 'in'
    return answer(response, 200, found)
  }
  if (request.url === '/instances')
    return answer(response, 200, { instances: await Promise.all(upstreams.map(askOne)) })
  if (request.url !== '/_about') return answer(response, 404, { error: 'Ask /instances or PUT /rotation/NAME/in|out.' })
  answer(response, 200, { program: 'fare-search', instance: options.instance, upstreams })
}

const server = createServer((request, response) => {
  lastRequestMs = Date.now()
  pass(request, response)
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
    console.log(`the balancer listens on ${options.port}`),
  ),
)
setInterval(() => {
  if (Date.now() - lastRequestMs > Number(options['idle-minutes']) * 60_000) stop()
}, 5000).unref()
