import { existsSync, writeFileSync } from 'node:fs'
import type { Observation } from '../../ports/process-runner.ts'
import type { AttemptFiles } from './attempt-files.ts'
import { commandProcesses, terminalProcesses } from './attempt-identity.ts'
import type { ProcessFacts, ProcessTable } from './process-table.ts'
import { readTerminal, type TerminalLeader } from './terminal.ts'

/** Processes that fork while they are being killed are caught by looking again. */
const killRounds = 10

/** True when the process was there. */
function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

/** Kills processes one by one, with those they fork meanwhile. */
function killEach(members: () => ProcessFacts[]): void {
  const sent = new Set<number>()
  for (let round = 0; round < killRounds; round++) {
    const left = members().filter((one) => !sent.has(one.pid))
    if (left.length === 0) return
    for (const one of left) {
      send(one.pid, 'SIGKILL')
      sent.add(one.pid)
    }
  }
}

/**
 * On a terminal the program that holds it is spared: it ends by itself when the command has, with the last output and the exit code. It is hit only
 * when nothing else is left to hit.
 */
function signalTerminal(files: AttemptFiles, shim: { pid: number }, signal: 'TERM' | 'KILL', processes: ProcessTable) {
  const leader: TerminalLeader | undefined = readTerminal(files)
  const members = () => terminalProcesses(processes, leader)
  const before = members()
  if (signal === 'TERM') for (const one of before) send(one.pid, 'SIGTERM')
  else killEach(before.length > 0 ? members : () => commandProcesses(processes, shim))
}

/** TERM reaches the shim's group at once (the shim traps it), then what left the group but not the session. */
function terminate(processes: ProcessTable, shim: { pid: number; startTime: string }): void {
  const before = commandProcesses(processes, shim)
  send(-shim.pid, 'SIGTERM')
  for (const one of before) send(one.pid, 'SIGTERM')
}

/**
 * Signals what an observation found; its identity was checked by the observation just before. The cancel file comes first: a shim that has not
 * executed its command yet will not.
 */
export function signalAttempt(
  files: AttemptFiles,
  seen: Observation,
  signal: 'TERM' | 'KILL',
  processes: ProcessTable,
): boolean {
  if (seen.state !== 'running' && seen.state !== 'exit-unknowable') return false
  try {
    writeFileSync(files.cancel, `${signal}\n`, { mode: 0o600 })
  } catch {
    // On a disk that cannot be written the signal alone must do.
  }
  if (seen.state === 'exit-unknowable') {
    return seen.pids.map((pid) => send(pid, `SIG${signal}`)).some(Boolean)
  }
  // KILL to the group would also end the shim, and the exit code with it.
  if (existsSync(files.input)) signalTerminal(files, seen.identity, signal, processes)
  else if (signal === 'KILL') killEach(() => commandProcesses(processes, seen.identity))
  else terminate(processes, seen.identity)
  return true
}
