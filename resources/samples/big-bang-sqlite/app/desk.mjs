/**
 * The booking desk: reads and writes bookings in a SQLite file. Version 3 needs the schema of version 3 and says so when it is another.
 * node desk.mjs --port N --version V --database FILE --instance ID --idle-minutes N
 */
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { book, countOf, findBooking, open, schemaOf } from './schema.mjs'

const text = { type: 'string' }
const { values: options } = parseArgs({
  options: { port: text, version: text, database: text, instance: text, 'idle-minutes': text },
})

const database = open(options.database)
const wanted = Number(options.version.split('.')[0])
if (schemaOf(database) !== wanted) {
  console.error(`${options.version} needs schema ${wanted}, the database has ${schemaOf(database)}.`)
  process.exit(1)
}

let lastRequestMs = Date.now()

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(`${JSON.stringify(body)}\n`)
}

const about = () => ({ program: 'booking-desk', instance: options.instance, version: options.version })

function respond(request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://desk')
  const id = /^\/bookings\/(\d{1,9})$/.exec(pathname)?.[1]
  if (request.method === 'POST' && pathname === '/bookings') {
    const { lastInsertRowid } = book(database, searchParams.get('guest') ?? 'Walk In', 2)
    return answer(response, 201, { id: Number(lastInsertRowid) })
  }
  if (id) {
    const found = findBooking(database, Number(id))
    if (!found) return answer(response, 404, { error: `There is no booking ${id}.` })
    return found.guest === null
      ? answer(response, 500, { error: `Booking ${id} has lost its guest.` })
      : answer(response, 200, found)
  }
  if (pathname === '/_about' || pathname === '/version') return answer(response, 200, about())
  if (pathname === '/integrity') return answer(response, 200, countOf(database))
  answer(response, 404, { error: 'There is nothing here.' })
}

const server = createServer((request, response) => {
  lastRequestMs = Date.now()
  try {
    respond(request, response)
  } catch (error) {
    answer(response, 500, { error: error.message })
  }
})

const stop = () =>
  server.close(() => {
    database.close()
    process.exit(0)
  })
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
server.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
server.listen(Number(options.port), '127.0.0.1', () =>
  console.log(`the desk ${options.version} listens on ${options.port}`),
)
setInterval(() => {
  if (Date.now() - lastRequestMs > Number(options['idle-minutes']) * 60_000) stop()
}, 5000).unref()
