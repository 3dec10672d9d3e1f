import { existsSync } from 'node:fs'
import type { AttemptFiles } from './attempt-files.ts'
import { commandProcesses, readIdentity, terminalProcesses } from './attempt-identity.ts'
import type { ProcessTable } from './process-table.ts'
import { readTerminal } from './terminal.ts'

const COMMAND_LENGTH = 120

/** What an attempt that is over has left behind: processes of its session, and those elsewhere that still hold its output open. */
export function findLeftRunning(files: AttemptFiles, processes: ProcessTable): { pid: number; command: string }[] {
  const identity = readIdentity(files)
  const members = [
    ...(identity ? commandProcesses(processes, identity) : []),
    ...terminalProcesses(processes, readTerminal(files)),
  ].map((one) => one.pid)
  const holders = existsSync(files.spool) ? processes.holders(files.spool) : []
  return [...new Set([...members, ...holders])]
    .filter((pid) => pid !== identity?.pid)
    .flatMap((pid) => {
      const found = processes.find(pid)
      if (!found || found.zombie) return []
      return [{ pid, command: found.commandLine().trim().slice(0, COMMAND_LENGTH) }]
    })
}
