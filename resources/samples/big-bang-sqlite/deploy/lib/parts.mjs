/** The parts of the sample: the desk over its database, and the front door that can be closed. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ask } from './ask.mjs'
import { lookAt, start } from './daemons.mjs'
import { Trouble } from './report.mjs'

const FOLDER = fileURLToPath(new URL('../..', import.meta.url))
const IDLE_MINUTES = '120'

export async function startDesk(place, version) {
  const running = await lookAt(place, 'desk')
  if (running?.version === version) return { ...running, wasRunning: true }
  const args = ['--port', place.ports.desk, '--version', version, '--database', place.database]
  const program = join(FOLDER, 'app', 'desk.mjs')
  return start(place, 'desk', [place.ports.desk], program, [...args, '--idle-minutes', IDLE_MINUTES].map(String))
}

export async function startFront(place) {
  const running = await lookAt(place, 'front')
  if (running) return { ...running, wasRunning: true }
  const { front, control, desk } = place.ports
  const args = ['--port', front, '--control', control, '--desk', desk, '--idle-minutes', IDLE_MINUTES]
  return start(place, 'front', [front, control], join(FOLDER, 'front', 'front.mjs'), args.map(String))
}

/** `open` or `closed`; closing waits until nobody is inside. */
export async function setDoor(place, way) {
  const { status, body, why } = await ask(`${place.control}/${way}`, { method: 'PUT', timeoutMs: 10_000 })
  if (status !== 200)
    throw new Trouble(
      `The front door is not ${way} (${why ?? status}). Does it run? node deploy/prepare.mjs starts it.`,
    )
  return body
}
