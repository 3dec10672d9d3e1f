/** Background processes that outlive the step that starts them. The state directory on a command line tells which are ours. */
import { execFileSync, spawn } from 'node:child_process'
import { accessSync, closeSync, constants, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { delimiter, join } from 'node:path'
import { pause, Trouble } from './say.mjs'

const STOP_MS = 8000
const START_MS = 15_000

const fileOf = (place, role, kind) => join(place.state, `${role}.${kind}`)

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

/** The pid of a running process of ours, or 0: a recorded pid may be somebody else's by now. */
export function pidOf(place, role) {
  const file = fileOf(place, role, 'pid')
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  return pid > 0 && commandLine(pid).includes(place.state) ? pid : 0
}

/** nginx lives where system programs do, which is not always on PATH. */
export function findNginx() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']
  for (const folder of folders) {
    try {
      accessSync(join(folder, 'nginx'), constants.X_OK)
      return join(folder, 'nginx')
    } catch {}
  }
  throw new Trouble(
    'This sample needs nginx, which is not installed. Install it: apt-get install nginx-light, or brew install nginx.',
  )
}

const answers = (port) =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    const end = (is) => {
      socket.destroy()
      resolve(is)
    }
    socket.on('connect', () => end(true)).on('error', () => end(false))
  })

const lastWords = (place, role) =>
  readFileSync(fileOf(place, role, 'log'), 'utf8')
    .trim()
    .split('\n')
    .slice(-3)
    .join(' ')

/** Starts a program and waits until `isReady`. `port` must be free before. */
export async function start(place, role, { program, args, port, isReady }) {
  if (port && (await answers(port)))
    throw new Trouble(`Port ${port} of 127.0.0.1 is taken. Stop that program, or use others: --var QUOTE_PORTS=4820.`)
  const log = openSync(fileOf(place, role, 'log'), 'w', 0o600)
  const env = { PATH: process.env.PATH ?? '' }
  const child = spawn(program, args, { detached: true, cwd: place.state, stdio: ['ignore', log, log], env })
  closeSync(log)
  child.unref()
  writeFileSync(fileOf(place, role, 'pid'), String(child.pid), { mode: 0o600 })
  let hasEnded = false
  child.on('exit', () => {
    hasEnded = true
  })
  for (const deadline = Date.now() + START_MS; Date.now() < deadline && !hasEnded; await pause(50))
    if (await isReady()) return
  throw new Trouble(`${role} did not come up. It said: ${lastWords(place, role) || 'nothing'}`)
}

/** Ends a process of ours, politely first. Resolves to whether there was one. */
export async function stop(place, role, signal = 'SIGTERM') {
  const pid = pidOf(place, role)
  if (pid) process.kill(pid, signal)
  for (const deadline = Date.now() + STOP_MS; pidOf(place, role) && Date.now() < deadline; ) await pause(25)
  if (pidOf(place, role)) process.kill(pid, 'SIGKILL')
  while (pidOf(place, role)) await pause(25)
  rmSync(fileOf(place, role, 'pid'), { force: true })
  return pid > 0
}
