/** Starts and stops the sample's background processes: detached from the step that starts them, known by a pid file and an instance id. */
import { execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { ask } from './ask.mjs'
import { pause, Trouble } from './report.mjs'

const START_MS = 15_000
const STOP_MS = 8000

const aboutPort = (place, role) => place.ports[role === 'balancer' ? 'control' : role]
const pidFile = (place, role) => join(place.state, `${role}.pid`)
export const logFile = (place, role) => join(place.state, `${role}.log`)

function recorded(place, role) {
  try {
    return JSON.parse(readFileSync(pidFile(place, role), 'utf8'))
  } catch {
    return undefined
  }
}

function commandLine(pid) {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return ''
  }
}

/** A pid may be somebody else's by now: ours carries its instance id on its command line. */
const isAlive = ({ pid, instance }) => commandLine(pid).includes(instance)

/** What runs here under this role, as it says itself; undefined when nothing of ours does. */
export async function lookAt(place, role) {
  const known = recorded(place, role)
  if (!known || !isAlive(known)) return undefined
  const { status, body } = await ask(`http://127.0.0.1:${aboutPort(place, role)}/_about`)
  return status === 200 && body?.instance === known.instance ? { ...body, pid: known.pid } : undefined
}

const accepts = (port) =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    socket.setTimeout(1000)
    const end = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket
      .on('connect', () => end(true))
      .on('error', () => end(false))
      .on('timeout', () => end(true))
  })

async function requireFree(ports) {
  for (const port of ports)
    if (await accepts(port))
      throw new Trouble(
        `Port ${port} of 127.0.0.1 is taken by another program. Stop that one, or use other ports: --var FLEET_PORTS=48200.`,
      )
}

function launch(place, role, program, args) {
  const instance = randomUUID()
  const log = openSync(logFile(place, role), 'w', 0o600)
  const child = spawn(process.execPath, [program, ...args, '--instance', instance], {
    detached: true,
    cwd: place.state,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH ?? '' },
  })
  closeSync(log)
  child.unref()
  writeFileSync(pidFile(place, role), JSON.stringify({ pid: child.pid, instance }), { mode: 0o600 })
  return { pid: child.pid, instance }
}

/** By pid alone: right after its start a process may not show its command line yet. */
function exists(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Starts a background process and waits until it answers. Stops whatever ran under this role before. */
export async function start(place, role, ports, program, args) {
  await stop(place, role)
  await requireFree(ports)
  const launched = launch(place, role, program, args)
  for (const deadline = Date.now() + START_MS; Date.now() < deadline; await pause(40)) {
    const about = await lookAt(place, role)
    if (about) return about
    if (!exists(launched.pid)) break
  }
  const said = readFileSync(logFile(place, role), 'utf8').trim().split('\n').slice(-3).join(' ')
  await stop(place, role)
  throw new Trouble(`${role} did not come up. It said: ${said || 'nothing'}`)
}

function signal(known, name) {
  try {
    process.kill(known.pid, name)
  } catch {}
}

/** Ends a process of ours, politely first. Resolves to whether there was one. */
export async function stop(place, role) {
  const known = recorded(place, role)
  const wasAlive = known !== undefined && isAlive(known)
  if (wasAlive) {
    signal(known, 'SIGTERM')
    for (const deadline = Date.now() + STOP_MS; isAlive(known) && Date.now() < deadline; ) await pause(25)
    if (isAlive(known)) signal(known, 'SIGKILL')
    while (isAlive(known)) await pause(25)
  }
  rmSync(pidFile(place, role), { force: true })
  return wasAlive
}
