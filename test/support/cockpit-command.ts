/** Runs the real `cockpit` command in a process of its own, on a ledger of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { isStale } from '../../scripts/start/stale.ts'

const root = join(import.meta.dirname, '..', '..')
/** The command as it is installed where it is built and up to date, which starts in a third of the time; else its sources. */
export const entry = isStale(root, 'cli') ? join(root, 'main', 'cli', 'index.ts') : join(root, 'out', 'cli', 'index.js')

export type Ran = { code: number | null; stdout: string; stderr: string }

export type Started = { child: ChildProcess; done: Promise<Ran>; stdout: () => string; stderr: () => string }

/** Starts a command; output is collected as it comes. */
export function startCockpit(args: string[], env: Record<string, string> = {}): Started {
  const { INIT_CWD: _, ...inherited } = process.env
  const child = spawn(process.execPath, [entry, ...args], {
    cwd: root,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout!.on('data', (bytes: Buffer) => {
    stdout += bytes.toString('utf8')
  })
  child.stderr!.on('data', (bytes: Buffer) => {
    stderr += bytes.toString('utf8')
  })
  const done = new Promise<Ran>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })))
  return { child, done, stdout: () => stdout, stderr: () => stderr }
}

export const cockpit = (args: string[], env: Record<string, string> = {}): Promise<Ran> => startCockpit(args, env).done
