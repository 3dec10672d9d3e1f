/** The parts of the sample and how each is brought up: the service in two colours, nginx in front of it, Prometheus beside it. */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ask } from './ask.mjs'
import { nginxArguments, routeToken, writeNginxConfig, writePrometheusConfig, writeRoute } from './config.mjs'
import { findProgram, lastWords, launch, requireFree, runningPid, stop, untilReady } from './daemons.mjs'
import { pause, Trouble } from './report.mjs'

const TARIFF = fileURLToPath(new URL('../../app/tariff.mjs', import.meta.url))
const RELOAD_MS = 10_000
/** For a moment after a reload old workers answer beside the new ones: so many answers in a row are taken for all. */
const IN_A_ROW = 12

const findNginx = () => findProgram('nginx', 'apt-get install nginx-light (Debian, Ubuntu), brew install nginx (macOS)')
const findPrometheus = () =>
  findProgram('prometheus', 'apt-get install prometheus (Debian, Ubuntu), brew install prometheus (macOS)')

/** Said before anything is started: half a world is worse than none. */
export function requirePrograms() {
  findNginx()
  findPrometheus()
}

export async function lookAtColour(place, colour) {
  if (!runningPid(place, colour)) return undefined
  const { status, body } = await ask(`http://127.0.0.1:${place.ports[colour]}/version`)
  return status === 200 ? body : undefined
}

export async function startColour(place, colour) {
  const version = place.versions[colour]
  const fault = colour === 'green' ? process.env.FAULT || 'none' : 'none'
  if (fault !== 'none' && fault !== 'errors') throw new Trouble(`FAULT is "${fault}". It can be none or errors.`)
  const running = await lookAtColour(place, colour)
  if (running?.version === version && running.fault === fault) return { version, wasRunning: true }
  await stop(place, colour)
  const port = place.ports[colour]
  await requireFree(port)
  const args = [TARIFF, '--port', String(port), '--version', version, '--colour', colour, '--fault', fault]
  launch(place, colour, process.execPath, [...args, '--state', place.state])
  await untilReady(place, colour, () => lookAtColour(place, colour))
  return { version, wasRunning: false }
}

export async function currentRoute(place) {
  if (!runningPid(place, 'nginx')) return undefined
  const answer = await ask(`${place.url}/_route`, { headers: { connection: 'close' } })
  return answer.status === 200 ? Number(answer.text.replace('green ', '')) : undefined
}

export async function startNginx(place) {
  const program = findNginx()
  if ((await currentRoute(place)) !== undefined) return { wasRunning: true }
  await stop(place, 'nginx', 'SIGQUIT')
  await requireFree(place.ports.nginx)
  writeNginxConfig(place)
  writeRoute(place, 0)
  launch(place, 'nginx', program, nginxArguments(place))
  await untilReady(place, 'nginx', async () => (await currentRoute(place)) !== undefined)
  return { wasRunning: false }
}

export async function startPrometheus(place) {
  const program = findPrometheus()
  const isReady = async () => (await ask(`${place.prometheusUrl}/-/ready`)).status === 200
  if (runningPid(place, 'prometheus') && (await isReady())) return { wasRunning: true }
  await stop(place, 'prometheus')
  await requireFree(place.ports.prometheus)
  launch(place, 'prometheus', program, [
    `--config.file=${writePrometheusConfig(place)}`,
    `--storage.tsdb.path=${join(place.state, 'prometheus')}`,
    ...['--storage.tsdb.retention.time=6h', '--log.level=warn'],
    `--web.listen-address=127.0.0.1:${place.ports.prometheus}`,
  ])
  await untilReady(place, 'prometheus', isReady, 30_000)
  return { wasRunning: false }
}

const requireColour = async (place, colour) => {
  if (await lookAtColour(place, colour)) return
  throw new Trouble(`${colour} does not run, so it can take no traffic. Start it: node deploy/start.mjs ${colour}`)
}

function reload(place, before) {
  try {
    execFileSync(findNginx(), [...nginxArguments(place), '-t', '-q'], { stdio: 'pipe' })
    execFileSync(findNginx(), [...nginxArguments(place), '-s', 'reload'], { stdio: 'pipe' })
  } catch (error) {
    writeRoute(place, before)
    throw new Trouble(`nginx refuses the new configuration, traffic is unchanged: ${String(error.stderr).trim()}`)
  }
}

async function isTaken(place, percent) {
  for (let answers = 0; answers < IN_A_ROW; answers++) if ((await currentRoute(place)) !== percent) return false
  return true
}

/** Rewrites the upstream, reloads nginx, and waits until the new workers answer. Returns the weight before. */
export async function route(place, greenPercent) {
  const before = await currentRoute(place)
  if (before === undefined)
    throw new Trouble(`nginx does not run on port ${place.ports.nginx}. Start it: node deploy/prepare.mjs`)
  if (greenPercent > 0) await requireColour(place, 'green')
  if (greenPercent < 100) await requireColour(place, 'blue')
  if (before === greenPercent) return before
  writeRoute(place, greenPercent)
  reload(place, before)
  for (const deadline = Date.now() + RELOAD_MS; Date.now() < deadline; await pause(50))
    if (await isTaken(place, greenPercent)) return before
  throw new Trouble(
    `nginx did not take "${routeToken(greenPercent)}" within 10 s. It said: ${lastWords(place, 'nginx')}`,
  )
}

/** Ends everything of a place and forgets what it measured. */
export async function stopAll(place) {
  const stopped = []
  for (const role of ['traffic', 'nginx', 'green', 'blue', 'prometheus'])
    if (await stop(place, role, role === 'nginx' ? 'SIGQUIT' : 'SIGTERM')) stopped.push(role)
  rmSync(place.state, { recursive: true, force: true })
  return stopped
}
