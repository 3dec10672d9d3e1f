/** The three parts of the sample and how each is brought up. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ask } from './ask.mjs'
import { lookAt, start } from './daemons.mjs'
import { Trouble } from './report.mjs'

const FOLDER = fileURLToPath(new URL('../..', import.meta.url))
const FAULTS = ['none', 'errors', 'slow']

/** FAULT concerns the new version only: blue is known to be good. */
function faultOf(colour) {
  const fault = process.env.FAULT || 'none'
  if (!FAULTS.includes(fault)) throw new Trouble(`FAULT is "${fault}". It can be ${FAULTS.join(', ')}.`)
  return colour === 'green' ? fault : 'none'
}

/** Brings a colour up in its version; leaves it alone when it already runs like that. A faulty one starts afresh, or its fault would show too early. */
export async function startColour(place, colour) {
  const version = place.versions[colour]
  const fault = faultOf(colour)
  const running = await lookAt(place, colour)
  if (running?.version === version && running.fault === 'none' && fault === 'none')
    return { ...running, wasRunning: true }
  const port = place.ports[colour]
  const args = ['--port', port, '--version', version, '--colour', colour, '--fault', fault]
  const program = join(FOLDER, 'app', 'service.mjs')
  return start(place, colour, [port], program, [...args, '--idle-minutes', place.idleMinutes].map(String))
}

export async function startProxy(place) {
  const running = await lookAt(place, 'proxy')
  if (running) return { ...running, wasRunning: true }
  const { proxy, admin, blue, green } = place.ports
  const args = [
    '--port',
    proxy,
    '--admin',
    admin,
    '--blue',
    blue,
    '--green',
    green,
    '--idle-minutes',
    place.idleMinutes,
  ]
  return start(place, 'proxy', [proxy, admin], join(FOLDER, 'proxy', 'proxy.mjs'), args.map(String))
}

export async function requireProxy(place) {
  const proxy = await lookAt(place, 'proxy')
  if (proxy) return proxy
  throw new Trouble(
    `The proxy of ${place.name} does not run on port ${place.ports.proxy}. Start it: node deploy/prepare.mjs`,
  )
}

const requireColour = async (place, colour) => {
  if (await lookAt(place, colour)) return
  throw new Trouble(`${colour} does not run, so it can take no traffic. Start it: node deploy/start.mjs ${colour}`)
}

/** Sends so much of the traffic to green and the rest to blue; refuses a colour that does not run. */
export async function route(place, greenPercent) {
  if (greenPercent > 0) await requireColour(place, 'green')
  if (greenPercent < 100) await requireColour(place, 'blue')
  const { status, body, why } = await ask(`http://127.0.0.1:${place.ports.admin}/route/${greenPercent}`, {
    method: 'PUT',
  })
  if (status !== 200)
    throw new Trouble(`The proxy did not take the new weight (${why ?? status}). Traffic is unchanged.`)
  return body
}
