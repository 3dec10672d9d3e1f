import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { SshHost } from '../../ports/process-runner.ts'
import { sshArguments } from './ssh-arguments.ts'
import { noSsh, whyNoShell, whyNotConnected } from './ssh-words.ts'

export type SshOptions = {
  /** The person's environment: agent, home, PATH. */
  env: Record<string, string | undefined>
  program?: string
}

const KEPT_WORDS = 16 * 1024

/** One `ssh` that runs one program on a host. What it says on standard error is kept, up to a little. */
export class SshSession {
  readonly child: ChildProcess
  readonly on: SshHost
  /** Why it never came up, or undefined. */
  #problem: Error | undefined
  #said = ''
  readonly ended: Promise<number | null>

  constructor(on: SshHost, program: string, { env, program: ssh = 'ssh' }: SshOptions) {
    this.on = on
    const bytes = Buffer.from(program)
    this.child = spawn(ssh, sshArguments(on, bytes.length), {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: env as NodeJS.ProcessEnv,
      windowsHide: true,
    })
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.#problem = error
        resolve(null)
      })
      // Not `close`: a master connection of the person's may hold standard error open for long.
      this.child.once('exit', (code) => setTimeout(resolve, 20, code))
    })
    this.stdin.on('error', () => {})
    this.stdin.write(bytes)
  }

  get stdin(): Writable {
    return this.child.stdin!
  }
  get stdout(): Readable {
    return this.child.stdout!
  }
  get stderr(): Readable {
    return this.child.stderr!
  }

  heard(line: string): void {
    if (this.#said.length < KEPT_WORDS) this.#said += `${line}\n`
  }

  /** Closes the connection; what runs there goes on. */
  close(): void {
    this.stdin.end()
    this.child.kill()
  }

  /** Why this session ended, once it has: a clause for a sentence. */
  async why(cameUp: boolean): Promise<string> {
    const code = await this.ended
    if ((this.#problem as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return noSsh
    if (this.#problem) return `ssh could not be started: ${this.#problem.message}.`
    if (code === 255 || code === null || cameUp) return whyNotConnected(this.on.host, this.#said)
    return whyNoShell(this.on.host, code, this.#said)
  }
}

/** Ends a session that says nothing for too long. */
export async function withDeadline<T>(session: SshSession, ms: number, work: Promise<T>): Promise<T | undefined> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), ms)
  try {
    return await Promise.race([work, once(late.signal, 'abort').then(() => undefined)])
  } finally {
    clearTimeout(timer)
    if (late.signal.aborted) session.close()
  }
}
