/** The parts of the sample: a balancer, and four instances that are taken out of rotation one by one. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ask } from './ask.mjs'
import { lookAt, start } from './daemons.mjs'
import { INSTANCES } from './place.mjs'
import { bold, dim, done, pause, Trouble } from './report.mjs'

const FOLDER = fileURLToPath(new URL('../..', import.meta.url))
const DRAIN_MS = 150
const IDLE_MINUTES = '120'

/** FAULT concerns the new version only. */
function faultOf(place, version) {
  const fault = process.env.FAULT || 'none'
  if (fault !== 'none' && fault !== 'errors') throw new Trouble(`FAULT is "${fault}". It can be none or errors.`)
  return version === place.new ? fault : 'none'
}

export const lookAtFleet = (place) =>
  Promise.all(INSTANCES.map(async (name) => ({ name, about: await lookAt(place, name) })))

export async function startBalancer(place) {
  const running = await lookAt(place, 'balancer')
  if (running) return { ...running, wasRunning: true }
  const { balancer, control } = place.ports
  const upstreams = INSTANCES.map((name) => `${name}=${place.ports[name]}`).join()
  const args = ['--port', balancer, '--control', control, '--upstreams', upstreams, '--idle-minutes', IDLE_MINUTES]
  return start(place, 'balancer', [balancer, control], join(FOLDER, 'proxy', 'balancer.mjs'), args.map(String))
}

async function rotate(place, name, way) {
  const { status, why } = await ask(`${place.control}/rotation/${name}/${way}`, { method: 'PUT' })
  if (status !== 200) throw new Trouble(`The balancer did not take ${name} ${way} of rotation (${why ?? status}).`)
}

/** A starting instance in a version; one that runs like that is left alone. */
export async function startInstance(place, name, version) {
  const fault = faultOf(place, version)
  const args = ['--port', place.ports[name], '--name', name, '--version', version, '--fault', fault]
  const program = join(FOLDER, 'app', 'fares.mjs')
  return start(place, name, [place.ports[name]], program, [...args, '--idle-minutes', IDLE_MINUTES].map(String))
}

/** Out of rotation, drained, replaced, asked for its version, and back in: no request meets it meanwhile. */
export async function rollInstance(place, name, version) {
  const before = await lookAt(place, name)
  if (before?.version === version) {
    await rotate(place, name, 'in')
    return done(`${bold(name)} serves ${version} already`)
  }
  await rotate(place, name, 'out')
  await pause(DRAIN_MS)
  const about = await startInstance(place, name, version)
  await rotate(place, name, 'in')
  done(`${bold(name)} ${before?.version ?? 'nothing'} → ${bold(about.version)} ${dim(`pid ${about.pid}`)}`)
}
