/**
 * A command on a pseudo-terminal. `script` (util-linux, BSD) holds the terminal: it belongs to the shim as the command itself would, so it lives on
 * when the cockpit dies. What the command prints goes through it into the spool; what a person types comes through a FIFO that the shim keeps open
 * at both ends, so that nobody typing is no end of input.
 */
import { execFile } from 'node:child_process'
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { CommandSpec, TerminalSize } from '../../ports/process-runner.ts'
import { type AttemptFiles, readText } from './attempt-files.ts'
import { findProgram } from './interpreters.ts'
import { parseStat } from './linux-process-table.ts'

const run = promisify(execFile)
const TIMEOUT_MS = 5000
const FIRST_SIZE: TerminalSize = { columns: 80, rows: 24 }

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

const MISSING =
  process.platform === 'linux'
    ? 'This step is interactive and needs the program "script" of util-linux: install it (Debian: bsdutils, Fedora: util-linux-script, Alpine: util-linux-misc)'
    : 'This step is interactive and needs the program "script", which is not on the PATH'

/** The program that holds a terminal. BusyBox has one of the same name that loses exit codes. Throws a sentence. */
export async function findScript(path: string | undefined): Promise<string> {
  const program = findProgram('script', path) ?? findProgram('script')
  if (!program) throw new Error(MISSING)
  if (process.platform !== 'linux') return program
  const said = await run(program, ['--version'], { timeout: TIMEOUT_MS }).catch(() => ({ stdout: '' }))
  if (!said.stdout.includes('util-linux')) throw new Error(MISSING)
  return program
}

/** Programs draw for the terminal in the deck unless the environment says what is better. */
export const withTerminal = (spec: CommandSpec): CommandSpec => {
  const { TERM } = spec.env
  return TERM && TERM !== 'dumb' ? spec : { ...spec, env: { ...spec.env, TERM: 'xterm-256color' } }
}

/**
 * What runs first on the terminal: it notes down who leads the terminal's session and since when, then becomes the command. `cancel` is looked at
 * after the note, as the shim does: a TERM before the note leaves the file, one after it finds the process.
 */
export function wrapperText(files: AttemptFiles, shell: string | undefined, command: string[]): string {
  const note = quote(files.terminal)
  const { columns, rows } = FIRST_SIZE
  return [
    `{ echo "$$ $(command -p tty)"; command -p cat "/proc/$$/stat" || LC_ALL=C command -p ps -o lstart= -p "$$"; } >${note} 2>/dev/null`,
    `[ -e ${quote(files.cancel)} ] && exit 143`,
    `command -p stty rows ${rows} cols ${columns} 2>/dev/null`,
    shell === undefined ? 'unset SHELL' : `SHELL=${quote(shell)}; export SHELL`,
    `exec ${command.map(quote).join(' ')}`,
    '',
  ].join('\n')
}

export const wrapperFile = (files: AttemptFiles) => join(files.directory, 'on-terminal')

/** util-linux `script` starts the command through $SHELL, which the wrapper puts back. The typescript is the spool: its standard output. */
export const scriptCommand = (program: string, files: AttemptFiles): string[] =>
  process.platform === 'linux'
    ? [program, '-qefc', `exec /bin/sh ${quote(wrapperFile(files))}`, '/dev/null']
    : [program, '-q', '/dev/null', '/bin/sh', wrapperFile(files)]

/** Makes the FIFO and opens it at both ends. */
export async function openInput(files: AttemptFiles): Promise<number> {
  await run('mkfifo', ['-m', '600', files.input], { timeout: TIMEOUT_MS })
  return openSync(files.input, constants.O_RDWR)
}

/** Who leads the session on the terminal, once the wrapper has noted it down. */
export type TerminalLeader = { pid: number; startTime: string; device: string }

export function readTerminal(files: AttemptFiles): TerminalLeader | undefined {
  const [, pid, device = '', since = ''] = /^(\d+) (.*)\n(.*)\n/.exec(readText(files.terminal) ?? '') ?? []
  if (pid === undefined) return undefined
  const startTime = since.startsWith(`${pid} (`)
    ? parseStat(Number(pid), since).startTime
    : since.trim().replace(/\s+/g, ' ')
  return { pid: Number(pid), startTime, device }
}

/** Hands over what was typed. `gone` when nobody reads any more, `full` when the command has not read what was typed before. */
export function writeInput(files: AttemptFiles, bytes: Uint8Array): 'sent' | 'gone' | 'full' {
  let fd: number | undefined
  try {
    fd = openSync(files.input, constants.O_WRONLY | constants.O_NONBLOCK)
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
    return 'sent'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EAGAIN') return 'full'
    if (code === 'ENXIO' || code === 'ENOENT' || code === 'EPIPE') return 'gone'
    throw error
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

/** Tells the terminal its size; programs on it hear of it by SIGWINCH. False when there is no terminal (yet). */
export async function resizeTerminal(files: AttemptFiles, { columns, rows }: TerminalSize): Promise<boolean> {
  const device = readTerminal(files)?.device
  if (!device?.startsWith('/dev/')) return false
  const flag = process.platform === 'linux' ? '-F' : '-f'
  return run('stty', [flag, device, 'rows', String(rows), 'cols', String(columns)], { timeout: TIMEOUT_MS }).then(
    () => true,
    () => false,
  )
}
