/**
 * A short command whose output is wanted, not kept: killed with everything it started when its time is up, or when this process dies. Never
 * blocks, never rejects.
 */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'

export type BriefCommand = {
  /** For `sh -c`. */
  command: string
  cwd: string
  env: NodeJS.ProcessEnv
  timeoutMs: number
  /** Of standard output; what is more is read and dropped. */
  keepBytes: number
  signal?: AbortSignal
}

export type Ran = {
  code: number | null
  /** The signal that ended it, when one did. */
  signal: NodeJS.Signals | null
  stdout: string
  /** The end of it. */
  stderr: string
  timedOut: boolean
  /** More was printed than kept. */
  cut: boolean
  /** It could not be started. */
  failure?: Error
}

const STDERR_CHARACTERS = 2000
/** What it left running may hold its output open: so long is waited for the rest of what it printed itself. */
const REST_MS = 300

/**
 * A guard in the group reads from a pipe this process holds: when this process dies, whatever the reason, the pipe ends and the guard kills the
 * group. So a command never outlives the cockpit that wanted its answer.
 */
const GUARDED = '(read -r _ <&3; kill -KILL 0) >/dev/null 2>&1 & exec 3<&-; exec sh -c "$1"'

const killAll = ({ pid }: ChildProcess): void => {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nothing of it is left.
  }
}

/** Runs in a process group of its own, without input. What it leaves running in that group is killed when it is over. */
export const runBriefly = (brief: BriefCommand): Promise<Ran> =>
  new Promise((resolve) => {
    const { command, cwd, env, timeoutMs, keepBytes, signal } = brief
    const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', 'pipe']
    const child = spawn('sh', ['-c', GUARDED, 'sh', command], { cwd, env, detached: true, stdio })
    const [stdout, stderr, guard] = [child.stdout!, child.stderr!, child.stdio[3]!]
    const ran: Ran = { code: null, signal: null, stdout: '', stderr: '', timedOut: false, cut: false }
    const chunks: Buffer[] = []
    let kept = 0
    let rest: NodeJS.Timeout | undefined
    const done = () => {
      clearTimeout(timer)
      clearTimeout(rest)
      signal?.removeEventListener('abort', stop)
      killAll(child)
      for (const each of [stdout, stderr, guard]) each.destroy()
      resolve({ ...ran, stdout: Buffer.concat(chunks).toString('utf8') })
    }
    const stop = () => {
      ran.timedOut = true
      done()
    }
    const timer = setTimeout(stop, timeoutMs)
    signal?.addEventListener('abort', stop, { once: true })
    guard.on('error', () => {})
    stdout.on('data', (chunk: Buffer) => {
      const room = keepBytes - kept
      if (chunk.length > room) ran.cut = true
      if (room <= 0) return
      chunks.push(chunk.subarray(0, room))
      kept += Math.min(room, chunk.length)
    })
    stderr.on('data', (chunk: Buffer) => {
      ran.stderr = (ran.stderr + chunk.toString('utf8')).slice(-STDERR_CHARACTERS)
    })
    child.on('error', (failure) => {
      ran.failure = failure
      done()
    })
    child.on('exit', (code, by) => {
      ran.code = code
      ran.signal = by
      rest = setTimeout(done, REST_MS)
    })
    child.on('close', done)
  })
