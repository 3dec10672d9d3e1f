import { createLinuxProcessTable } from './linux-process-table.ts'
import { createPsProcessTable } from './ps-process-table.ts'

export type ProcessFacts = {
  pid: number
  /** The session on Linux, the process group elsewhere: what a command's processes share with their shim. */
  group: number
  /** As the platform prints it; compared for equality. */
  startTime: string
  /** For ordering: a process of the group cannot be older than its shim. */
  startOrder: number
  /** Dead but not yet reaped. */
  zombie: boolean
  commandLine(): string
}

/** The machine's processes; injected so that reboots and recycled pids can be tried. */
export interface ProcessTable {
  /** Differs after each boot. */
  bootId(): string
  find(pid: number): ProcessFacts | undefined
  all(): ProcessFacts[]
  /** Processes other than this one that hold the file open. */
  holders(file: string): number[]
}

export const createProcessTable = (): ProcessTable =>
  process.platform === 'linux' ? createLinuxProcessTable() : createPsProcessTable()
