import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { longestSecretBytes } from '../../../shared/output/secret-rules.ts'

/** How a secret's command is run: like a step, with errexit and pipefail where bash is there. Nothing of the value is ever part of it. */
export type SecretCommand = { command: string; folder: string; env: Record<string, string | undefined> }

/** What it printed, or why there is nothing, as the end of a sentence. Neither output nor complaints of the command are ever in it. */
export type Printed = { bytes: Buffer } | { problem: string }

export const SECRET_COMMAND_TIMEOUT_MS = 10_000
const MAX_PRINTED_BYTES = longestSecretBytes + 2

const BASH = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash', '/opt/homebrew/bin/bash']

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function invocation({ command }: SecretCommand): [program: string, args: string[]] {
  const bash = BASH.find(isProgram)
  return bash ? [bash, ['-eo', 'pipefail', '-c', command]] : ['/bin/sh', ['-e', '-c', command]]
}

/** Shells load code from these before they look at the command. */
function environmentOf({ env }: SecretCommand): NodeJS.ProcessEnv {
  const { BASH_ENV: _, ENV: __, ...rest } = env
  return rest
}

const late = (timeoutMs: number) => ({ problem: `its command did not end within ${timeoutMs / 1000} s` })
const tooMuch = { problem: `its command printed more than ${longestSecretBytes / 1024} KiB` }
const notStarted = { problem: 'its command could not be started: check that the release folder is there' }

function ended(code: number | null, bytes: Buffer): Printed {
  if (code === null) return { problem: 'its command was ended by a signal' }
  if (code !== 0) return { problem: `its command ended with exit code ${code}; run it in a terminal to see why` }
  return bytes.length === 0 ? { problem: 'its command printed nothing' } : { bytes }
}

/** The command's whole group: a helper it left behind must not go on. */
function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended in the meantime.
  }
}

/** Runs the command without holding anything up. Never rejects. */
export const runSecretCommand = (asked: SecretCommand, timeoutMs = SECRET_COMMAND_TIMEOUT_MS): Promise<Printed> =>
  new Promise((resolve) => {
    const [program, args] = invocation(asked)
    const child = spawn(program, args, {
      cwd: asked.folder,
      env: environmentOf(asked),
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const parts: Buffer[] = []
    let size = 0
    const done = (printed: Printed) => {
      clearTimeout(timer)
      killGroup(child.pid)
      child.stdout.destroy()
      resolve(printed)
    }
    const timer = setTimeout(() => done(late(timeoutMs)), timeoutMs)
    child.stdout.on('data', (part: Buffer) => {
      parts.push(part)
      size += part.length
      if (size > MAX_PRINTED_BYTES) done(tooMuch)
    })
    child.on('error', () => done(notStarted))
    child.on('close', (code) => done(ended(code, Buffer.concat(parts))))
  })

/** The same, at once, for where nobody could wait for it beforehand. Only the shell itself is killed when it is late. */
export function runSecretCommandNow(asked: SecretCommand, timeoutMs = SECRET_COMMAND_TIMEOUT_MS): Printed {
  const [program, args] = invocation(asked)
  const { status, stdout, error } = spawnSync(program, args, {
    cwd: asked.folder,
    env: environmentOf(asked),
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: MAX_PRINTED_BYTES,
  })
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code === 'ETIMEDOUT') return late(timeoutMs)
  if (code === 'ENOBUFS') return tooMuch
  return error ? notStarted : ended(status, stdout)
}
