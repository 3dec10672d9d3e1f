import { readFileSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import type { Observation, ProcessIdentity } from '../../ports/process-runner.ts'
import type { AttemptFacts, AttemptFiles } from './attempt-files.ts'
import { commandProcesses, findShim, liveShim, readFacts, readIdentity, terminalProcesses } from './attempt-identity.ts'
import { readCarried } from './carry.ts'
import { readClaim } from './claim.ts'
import type { ProcessTable } from './process-table.ts'
import { parseExitRecord } from './shim.ts'
import { readTerminal } from './terminal.ts'

const signalNames = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]))

/** Shells report a command ended by signal n as 128 + n. */
export const signalOf = (exitCode: number) => (exitCode > 128 ? (signalNames.get(exitCode - 128) ?? null) : null)

export type Finished = Extract<Observation, { state: 'finished' }>

/** The exit record, when it is written, whole and ours. Its modification time is the end. */
export function readExit(files: AttemptFiles, facts: AttemptFacts): Finished | undefined {
  try {
    const exitCode = parseExitRecord(readFileSync(files.exit, 'latin1'), facts.nonce)
    if (exitCode === undefined) return undefined
    const finished: Finished = {
      state: 'finished',
      exitCode,
      signal: signalOf(exitCode),
      endedAtMs: statSync(files.exit).mtimeMs,
    }
    const carried = facts.carry && exitCode === 0 ? carriedOrNothing(files, facts) : undefined
    return carried ? { ...finished, carried } : finished
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** The report is gone once an attempt was discarded. */
function carriedOrNothing(files: AttemptFiles, facts: AttemptFacts) {
  try {
    return readCarried(files, facts)
  } catch {
    return undefined
  }
}

/** Judges an attempt by its files and processes alone, whoever started it. */
export function observeAttempt(files: AttemptFiles | undefined, processes: ProcessTable): Observation {
  if (!files) return { state: 'never-started' }
  const facts = readFacts(files)
  if (!facts) {
    // The facts are written and synced before anything is spawned.
    return readClaim(files)?.by === 'shim'
      ? { state: 'unknown', reason: `The file ${files.facts} is missing or damaged.` }
      : { state: 'never-started' }
  }
  return readExit(files, facts) ?? observeUnfinished(files, facts, processes)
}

function observeUnfinished(files: AttemptFiles, facts: AttemptFacts, processes: ProcessTable): Observation {
  const claim = readClaim(files)
  if (claim?.by === 'cockpit') return { state: 'never-started' }
  if (facts.bootId !== processes.bootId()) {
    return claim ? { state: 'interrupted-by-reboot' } : { state: 'never-started' }
  }
  const written = readIdentity(files)
  const shim = written ? liveShim(processes, written) && written : findShim(processes, facts, claim?.pid)
  if (shim) return { state: 'running', identity: shim }
  // The shim may have claimed, written its record and ended between the looks above.
  const finished = readExit(files, facts)
  if (finished) return finished
  if (!readClaim(files)) return { state: 'never-started' }
  return withoutShim(files, processes, written, claim?.pid)
}

function withoutShim(
  files: AttemptFiles,
  processes: ProcessTable,
  identity: ProcessIdentity | undefined,
  claimPid: number | undefined,
): Observation {
  const leader = identity ?? (claimPid === undefined ? undefined : { pid: claimPid })
  const pids = [
    ...terminalProcesses(processes, readTerminal(files)),
    ...(leader ? commandProcesses(processes, leader) : []),
  ].map((one) => one.pid)
  if (pids.length > 0) return { state: 'exit-unknowable', pids }
  const reason = 'The process that watches the command ended without recording an exit code, and the command is gone.'
  return { state: 'unknown', reason }
}
