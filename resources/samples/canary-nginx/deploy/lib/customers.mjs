/** A bounded load: 100 lookups a second through nginx, for so many seconds. node customers.mjs URL SECONDS STATE */
import { Agent, get } from 'node:http'

const [url, seconds] = process.argv.slice(2)
const COUNTRIES = ['AT', 'DE', 'ES', 'FR', 'IT', 'NL', 'PL', 'PT']
const MOST_OPEN = 200

/** No kept connections: a reload of nginx closes idle ones, which a customer would see as a reset. */
const agent = new Agent({ keepAlive: false })
let asked = 0
let open = 0

const timer = setInterval(() => {
  if (open >= MOST_OPEN) return
  open++
  get(`${url}/quotes/${COUNTRIES[asked++ % COUNTRIES.length]}`, { agent }, (response) => response.resume())
    .on('error', () => undefined)
    .on('close', () => open--)
}, 10)
setTimeout(() => clearInterval(timer), Number(seconds) * 1000)
process.on('SIGTERM', () => process.exit(0))
