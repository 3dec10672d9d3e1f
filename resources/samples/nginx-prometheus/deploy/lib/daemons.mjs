/** Background processes, detached from the step that starts them; the state directory on the command line tells which are ours. */
import { execFileSync, spawn } from 'node:child_process'
import { accessSync, closeSync, constants, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { delimiter, join } from 'node:path'
import { pause, Trouble } from './report.mjs'

const STOP_MS = 8000

const pidFile = (place, role) => join(place.state, `${role}.pid`)
const logFile = (place, role) => join(place.state, `${role}.log`)

export function lastWords(place, role) {
  const said = existsSync(logFile(place, role)) ? readFileSync(logFile(place, role), 'utf8').trim() : ''
  return said.split('\n').slice(-3).join(' ') || 'nothing'
}

function recordedPid(place, role) {
  return existsSync(pidFile(place, role)) ? Number(readFileSync(pidFile(place, role), 'utf8')) : 0
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

/** The pid of a running process of ours, or 0: a pid may be somebody else's by now. */
export function runningPid(place, role) {
  const pid = recordedPid(place, role)
  return pid > 0 && commandLine(pid).includes(place.state) ? pid : 0
}

/** A program on PATH or where system programs live. */
export function findProgram(name, install) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']
  for (const file of folders.map((folder) => join(folder, name))) {
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {}
  }
  throw new Trouble(`This sample needs ${name}, which is not installed. Install it: ${install}`)
}

const accepts = (port) =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    const end = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.on('connect', () => end(true)).on('error', () => end(false))
  })

export async function requireFree(port) {
  if (!(await accepts(port))) return
  throw new Trouble(
    `Port ${port} of 127.0.0.1 is taken by another program. Stop that one, or use other ports: --var TARIFF_PORTS=4810.`,
  )
}

export function launch(place, role, program, args) {
  const log = openSync(logFile(place, role), 'w', 0o600)
  const child = spawn(program, args, {
    detached: true,
    cwd: place.state,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH ?? '' },
  })
  closeSync(log)
  child.unref()
  writeFileSync(pidFile(place, role), String(child.pid), { mode: 0o600 })
  return child.pid
}

/** Waits until `isReady`; what has died meanwhile is reported with its last words. */
export async function untilReady(place, role, isReady, timeoutMs = 15_000) {
  let missed = 0
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await pause(50)) {
    if (await isReady()) return
    // Right after its start a process may not show its command line yet.
    missed = runningPid(place, role) ? 0 : missed + 1
    if (missed > 10) break
  }
  throw new Trouble(`${role} did not come up. It said: ${lastWords(place, role)}`)
}

/** Ends a process of ours, politely first. Resolves to whether there was one. */
export async function stop(place, role, signal = 'SIGTERM') {
  const pid = runningPid(place, role)
  if (pid) {
    process.kill(pid, signal)
    for (const deadline = Date.now() + STOP_MS; runningPid(place, role) && Date.now() < deadline; ) await pause(25)
    if (runningPid(place, role)) process.kill(pid, 'SIGKILL')
    while (runningPid(place, role)) await pause(25)
  }
  rmSync(pidFile(place, role), { force: true })
  return pid > 0
}
