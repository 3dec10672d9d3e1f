/** A bounded load: 40 lookups a second through nginx, for so many seconds. Waits for the last answer, then writes what it saw to customers.json. */
import { writeFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const { values: options } = parseArgs({ options: { url: text, seconds: text, state: text } })

const COUNTRIES = ['AT', 'BE', 'DE', 'ES', 'FR', 'IT', 'NL', 'PL', 'PT', 'SE']
const PERIOD_MS = 25
const MAX_OPEN = 200

/** No kept connections: a reload of nginx closes idle ones, which a customer would see as a reset. */
const agent = new Agent({ keepAlive: false })
const seen = { requests: 0, byStatus: {}, byVersion: {}, unanswered: 0 }
let open = 0

const count = (table, key) => {
  table[key] = (table[key] ?? 0) + 1
}

function lookUp() {
  if (open >= MAX_OPEN) return
  open++
  const country = COUNTRIES[seen.requests++ % COUNTRIES.length]
  get(`${options.url}/tariffs/${country}`, { agent }, (response) => {
    count(seen.byStatus, response.statusCode)
    count(seen.byVersion, response.headers['x-served-by'] ?? 'nobody')
    response.resume()
  })
    .on('error', () => seen.unanswered++)
    .on('close', () => open--)
}

const timer = setInterval(lookUp, PERIOD_MS)
const end = () => clearInterval(timer)
setTimeout(end, Number(options.seconds) * 1000).unref()
process.on('SIGTERM', end)
process.on('exit', () => writeFileSync(join(options.state, 'customers.json'), JSON.stringify(seen)))
