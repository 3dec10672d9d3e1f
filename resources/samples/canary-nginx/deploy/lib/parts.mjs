/** nginx in front of two versions of the service, and how the traffic is divided between them. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNginx, pidOf, start, stop } from './processes.mjs'
import { pause, Trouble } from './say.mjs'

const QUOTES = fileURLToPath(new URL('../../app/quotes.mjs', import.meta.url))
const TEMP = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
const RELOAD_MS = 10_000
/** For a moment after a reload old workers answer beside the new ones: so many answers in a row are taken for all. */
const IN_A_ROW = 12

async function read(url) {
  try {
    const response = await fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(2000) })
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined
  }
}

const seen = (place, role) => read(`http://127.0.0.1:${place.ports[role]}/version`)

/** Brings a version up; the canary gets no traffic by this. Safe to repeat. */
export async function startVersion(place, role) {
  const version = place.versions[role]
  const fault = role === 'canary' ? process.env.FAULT || 'none' : 'none'
  if (fault !== 'none' && fault !== 'errors') throw new Trouble(`FAULT is "${fault}". It can be none or errors.`)
  const running = pidOf(place, role) && (await seen(place, role))
  if (running && running.version === version && running.fault === fault) return version
  await stop(place, role)
  const port = place.ports[role]
  const args = [QUOTES, '--port', String(port), '--version', version, '--role', role, '--fault', fault]
  await start(place, role, {
    program: process.execPath,
    args: [...args, '--state', place.state],
    port,
    isReady: () => seen(place, role),
  })
  return version
}

const nginxArguments = (place) => [
  '-p',
  place.state,
  '-c',
  join(place.state, 'nginx.conf'),
  '-e',
  join(place.state, 'nginx-error.log'),
]

/** A version that is not up has no numbers, which is no fault of whoever asks for them. */
const statsOf = (place, role) => `
    location = /stats/${role} {
      proxy_pass http://127.0.0.1:${place.ports[role]}/stats$is_args$args;
      error_page 502 504 =200 @nobody;
    }`

function writeNginx(place) {
  for (const name of TEMP) mkdirSync(join(place.state, 'temp', name), { recursive: true })
  const text = `
daemon off;
pid ${place.state}/nginx-master.pid;
worker_processes 1;
worker_shutdown_timeout 10s;
events { worker_connections 512; }
http {
  access_log off;
  default_type application/json;
  ${TEMP.map((name) => `${name}_temp_path ${place.state}/temp/${name};`).join('\n  ')}
  include ${place.state}/weights.conf;
  server {
    listen 127.0.0.1:${place.ports.nginx};
    location = /weight { return 200 $canary_weight; }${statsOf(place, 'stable')}${statsOf(place, 'canary')}
    location @nobody { return 200 '{"requests":0,"errorPercent":null,"p95Ms":null}'; }
    location / {
      proxy_pass http://versions;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`
  writeFileSync(join(place.state, 'nginx.conf'), text)
}

/** nginx knows no weight 0: who gets no traffic is not in the upstream. */
function writeWeights(place, percent) {
  const server = (role, weight) => (weight > 0 ? `  server 127.0.0.1:${place.ports[role]} weight=${weight};\n` : '')
  const servers = server('stable', 100 - percent) + server('canary', percent)
  const text = `upstream versions {\n${servers}  keepalive 16;\n}\nmap $host $canary_weight { default "${percent}"; }\n`
  writeFileSync(join(place.state, 'weights.conf.new'), text)
  renameSync(join(place.state, 'weights.conf.new'), join(place.state, 'weights.conf'))
}

/** How much the canary gets, as nginx itself says it; undefined while nginx does not run. */
export const currentWeight = async (place) => (pidOf(place, 'nginx') ? read(`${place.url}/weight`) : undefined)

export async function startNginx(place) {
  const program = findNginx()
  if ((await currentWeight(place)) !== undefined) return
  await stop(place, 'nginx', 'SIGQUIT')
  writeNginx(place)
  writeWeights(place, 0)
  await start(place, 'nginx', {
    program,
    args: nginxArguments(place),
    port: place.ports.nginx,
    isReady: async () => (await currentWeight(place)) !== undefined,
  })
}

async function isTaken(place, percent) {
  for (let answers = 0; answers < IN_A_ROW; answers++) if ((await currentWeight(place)) !== percent) return false
  return true
}

/** Rewrites the upstream, reloads nginx, and waits until the new workers say so. Returns the weight before. */
export async function setWeight(place, percent) {
  const before = await currentWeight(place)
  if (before === undefined)
    throw new Trouble(`nginx does not run on port ${place.ports.nginx}. Start it: node deploy/prepare.mjs`)
  for (const [role, share] of Object.entries({ canary: percent, stable: 100 - percent }))
    if (share > 0 && !(await seen(place, role)))
      throw new Trouble(
        `The ${role} does not run, so it can take no traffic. Start it: node deploy/version.mjs ${role} up`,
      )
  writeWeights(place, percent)
  execFileSync(findNginx(), [...nginxArguments(place), '-s', 'reload'], { stdio: 'pipe' })
  for (const deadline = Date.now() + RELOAD_MS; Date.now() < deadline; await pause(50))
    if (await isTaken(place, percent)) return before
  throw new Trouble(`nginx did not take the weight ${percent} within 10 s: see ${place.state}/nginx-error.log.`)
}

/** Ends everything of an environment and forgets it. */
export async function stopAll(place) {
  for (const role of ['traffic', 'nginx', 'canary', 'stable'])
    await stop(place, role, role === 'nginx' ? 'SIGQUIT' : 'SIGTERM')
  rmSync(place.state, { recursive: true, force: true })
}
