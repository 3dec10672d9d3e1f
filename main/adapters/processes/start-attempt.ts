import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, fsyncSync, mkdirSync, openSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CommandSpec, ProcessIdentity } from '../../ports/process-runner.ts'
import type { AttemptDirectories, AttemptFacts, AttemptFiles } from './attempt-files.ts'
import { carryingText, environmentDigests } from './carry.ts'
import { isForbidden, takeClaim } from './claim.ts'
import { type ResolvedInterpreter, resolveInterpreter, scriptNameFor } from './interpreters.ts'
import type { ProcessTable } from './process-table.ts'
import { emptyExitRecord, shimText } from './shim.ts'
import { findScript, openInput, scriptCommand, withTerminal, wrapperFile, wrapperText } from './terminal.ts'

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? ''

function checkDirectory(cwd: string): void {
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`The command's working directory ${cwd} does not exist or is not a directory.`)
  }
}

export function checkVariables(env: Record<string, string>): void {
  for (const [name, value] of Object.entries(env)) {
    if (name === '' || name.includes('=') || name.includes('\0')) {
      throw new Error(`“${name}” cannot be the name of an environment variable.`)
    }
    if (value.includes('\0')) throw new Error(`The variable ${name} contains a NUL byte, which no command can receive.`)
    if (!value.isWellFormed())
      throw new Error(`The variable ${name} contains half a surrogate pair: it is not valid text.`)
  }
}

export function createDirectory(files: AttemptFiles): void {
  mkdirSync(dirname(files.directory), { recursive: true, mode: 0o700 })
  try {
    mkdirSync(files.directory, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    throw new Error(
      'This attempt was started before; an attempt is started once only. Retry the step for a new attempt.',
    )
  }
}

export function syncDirectory(directory: string): void {
  const fd = openSync(directory, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

export const writeNew = (file: string, text: string, flush = false) =>
  writeFileSync(file, text, { flag: 'wx', mode: 0o600, flush })

function writeFiles(files: AttemptFiles, spec: CommandSpec, interpreter: ResolvedInterpreter, bootId: string): string {
  const carry = spec.carry && interpreter.shell
  const environment = carry ? environmentDigests(spec.nonce, spec.env) : {}
  const facts: AttemptFacts = { attempt: spec.attempt, nonce: spec.nonce, bootId, carry, environment }
  const script = join(files.directory, scriptNameFor(interpreter, spec.script))
  writeNew(script, spec.script)
  if (carry) writeNew(files.carry, '')
  writeNew(files.exit, emptyExitRecord, true)
  writeNew(files.facts, JSON.stringify(facts), true)
  syncDirectory(files.directory)
  return script
}

function spawnShim(files: AttemptFiles, spec: CommandSpec, command: string[], input?: number): ChildProcess {
  const spool = openSync(files.spool, 'ax', 0o600)
  try {
    return spawn('/bin/sh', ['-c', shimText, 'cockpit-shim', files.directory, spec.nonce, ...command], {
      cwd: spec.cwd,
      env: spec.env,
      detached: true,
      stdio: [input ?? 'ignore', spool, spool],
    })
  } finally {
    closeSync(spool)
  }
}

function sentenceOf(error: unknown): string {
  if (codeOf(error) === 'E2BIG') {
    return 'The command could not be started: its environment is larger than the system allows. Make variables shorter.'
  }
  if (codeOf(error) === 'ENOSPC') {
    return 'The command could not be started: the disk that holds the ledger is full. Free some space and retry the step.'
  }
  return `The command could not be started: ${error instanceof Error ? error.message : String(error)}.`
}

const spawned = (child: ChildProcess) =>
  new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    if (child.pid !== undefined) resolve()
  })

/** The same on a terminal: `script` between shim and command, and a FIFO as its input. */
async function spawnOnTerminal(files: AttemptFiles, spec: CommandSpec, command: string[], script: string) {
  writeNew(wrapperFile(files), wrapperText(files, spec.env.SHELL, command))
  const input = await openInput(files)
  try {
    const env = { ...spec.env, SHELL: '/bin/sh' }
    return spawnShim(files, { ...spec, env }, scriptCommand(script, files), input)
  } finally {
    closeSync(input)
  }
}

export type Started = { identity: ProcessIdentity; child: ChildProcess; files: AttemptFiles }

/**
 * The start protocol: files and a preallocated exit record are on disk before the shim is spawned, its identity right after. Throws a sentence;
 * once it has thrown, the attempt can never start.
 */
export async function startAttempt(
  directories: AttemptDirectories,
  processes: ProcessTable,
  given: CommandSpec,
): Promise<Started> {
  const spec = given.terminal ? withTerminal(given) : given
  const interpreter = resolveInterpreter(spec.language, spec.strict, spec.env.PATH)
  checkDirectory(spec.cwd)
  checkVariables(spec.env)
  const holder = spec.terminal ? await findScript(spec.env.PATH) : undefined
  const files = directories.of(spec.run, spec.attempt)
  createDirectory(files)
  try {
    if (isForbidden(directories, spec.attempt)) throw new Error('this attempt was given up before it could start')
    const bootId = processes.bootId()
    const script = writeFiles(files, spec, interpreter, bootId)
    const body = spec.carry && interpreter.shell ? ['-c', carryingText(files, script), script] : [script]
    const command = [interpreter.program, ...interpreter.options, ...body]
    const child = holder ? await spawnOnTerminal(files, spec, command, holder) : spawnShim(files, spec, command)
    await spawned(child)
    const pid = child.pid ?? 0
    // Read before the event loop turns: even a shim that has ended is a zombie until Node reaps it.
    const startTime = processes.find(pid)?.startTime ?? ''
    const identity = { bootId, pid, startTime, nonce: spec.nonce }
    writeIdentity(files, identity)
    return { identity, child, files }
  } catch (error) {
    giveUp(files)
    throw new Error(sentenceOf(error), { cause: error })
  }
}

/** The command runs by now: when the disk is full the identity is found again by the nonce. */
function writeIdentity(files: AttemptFiles, identity: ProcessIdentity): void {
  try {
    writeNew(files.identity, JSON.stringify(identity))
  } catch {}
}

/** Nothing was spawned; the claim only says so to others. */
function giveUp(files: AttemptFiles): void {
  try {
    takeClaim(files)
  } catch {}
}
