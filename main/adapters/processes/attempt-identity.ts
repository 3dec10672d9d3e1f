import type { ProcessIdentity } from '../../ports/process-runner.ts'
import { type AttemptFacts, type AttemptFiles, readText } from './attempt-files.ts'
import type { ProcessFacts, ProcessTable } from './process-table.ts'

export function readFacts(files: AttemptFiles): AttemptFacts | undefined {
  const text = readText(files.facts)
  try {
    return text === undefined ? undefined : (JSON.parse(text) as AttemptFacts)
  } catch {
    return undefined
  }
}

export function readIdentity(files: AttemptFiles): ProcessIdentity | undefined {
  const text = readText(files.identity)
  try {
    return text === undefined ? undefined : (JSON.parse(text) as ProcessIdentity)
  } catch {
    return undefined
  }
}

const isShim = (found: ProcessFacts, nonce: string) => !found.zombie && found.commandLine().includes(nonce)

/** The shim's process, if it is still this very one: start time and nonce must match, or the pid was recycled. */
export function liveShim(processes: ProcessTable, identity: ProcessIdentity): ProcessFacts | undefined {
  const found = processes.find(identity.pid)
  return found && found.startTime === identity.startTime && isShim(found, identity.nonce) ? found : undefined
}

/**
 * The shim of an attempt whose launcher died before it wrote the identity: by the pid in the claim, else by the nonce in its command line.
 * A child that the shim has forked but not yet replaced shows the same command line; only the shim leads its group.
 */
export function findShim(processes: ProcessTable, facts: AttemptFacts, pid: number | undefined) {
  const candidates = pid === undefined ? processes.all() : [processes.find(pid)]
  const found = candidates.find((one) => one && one.group === one.pid && isShim(one, facts.nonce))
  if (!found) return undefined
  return { bootId: facts.bootId, pid: found.pid, startTime: found.startTime, nonce: facts.nonce }
}

/** Whether the session a pid names is still the one that was noted down: a leader that is gone keeps its number taken while others are in it. */
const isSameSession = (processes: ProcessTable, leader: { pid: number; startTime?: string }) => {
  const found = processes.find(leader.pid)
  return !found || leader.startTime === undefined || found.startTime === leader.startTime
}

/** Living processes of the session on an interactive attempt's terminal, which is another than the shim's. */
export function terminalProcesses(processes: ProcessTable, terminal: { pid: number; startTime: string } | undefined) {
  if (!terminal || !isSameSession(processes, terminal)) return []
  const notBefore = startOrderOf(terminal.startTime)
  return processes.all().filter((one) => one.group === terminal.pid && !one.zombie && one.startOrder >= notBefore)
}

/**
 * Living processes of the command, without the shim. Empty when the shim's pid belongs to somebody else by now: then its group does too.
 * `startTime` is undefined when the identity was never written.
 */
export function commandProcesses(processes: ProcessTable, shim: { pid: number; startTime?: string }): ProcessFacts[] {
  if (!isSameSession(processes, shim)) return []
  const members = processes.all().filter((one) => one.group === shim.pid && one.pid !== shim.pid && !one.zombie)
  if (shim.startTime === undefined) return members
  const notBefore = startOrderOf(shim.startTime)
  return members.filter((one) => one.startOrder >= notBefore)
}

const startOrderOf = (startTime: string) => (/^\d+$/.test(startTime) ? Number(startTime) : Date.parse(startTime))
