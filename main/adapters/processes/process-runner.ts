import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { AttemptId } from '../../../shared/ids.ts'
import type { Observation, ProcessRunner } from '../../ports/process-runner.ts'
import { AttemptDirectories, type AttemptFiles } from './attempt-files.ts'
import { readFacts, readIdentity } from './attempt-identity.ts'
import { forbid } from './claim.ts'
import { inspectAttempt } from './inspect-attempt.ts'
import { findLeftRunning } from './left-running.ts'
import { observeAttempt, readExit } from './observe-attempt.ts'
import { createProcessTable, type ProcessTable } from './process-table.ts'
import type { RunFolders } from './run-folders.ts'
import { settleAttempt } from './settle-attempt.ts'
import { signalAttempt } from './signal-attempt.ts'
import { startAttempt } from './start-attempt.ts'
import { resizeTerminal, writeInput } from './terminal.ts'

export type ProcessRunnerOptions = {
  /** Where attempts keep their files, e.g. `<ledger>.runs`; created with mode 0700 when needed. */
  directory: string | RunFolders
  /** The machine's processes; injected in tests. */
  processes?: ProcessTable
}

function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function mayBeOver(files: AttemptFiles): boolean {
  const facts = readFacts(files)
  const identity = readIdentity(files)
  return !facts || !identity || readExit(files, facts) !== undefined || !pidExists(identity.pid)
}

/** Calls listeners when a shim that this process spawned ends, so that nobody waits for the next poll. */
function createChildExits() {
  const listeners = new Map<AttemptId, Set<() => void>>()
  return {
    ended: (attempt: AttemptId) => {
      for (const wake of [...(listeners.get(attempt) ?? [])]) wake()
    },
    on: (attempt: AttemptId, wake: () => void) => {
      const waiting = listeners.get(attempt) ?? new Set()
      listeners.set(attempt, waiting.add(wake))
      return () => {
        waiting.delete(wake)
        if (waiting.size === 0) listeners.delete(attempt)
      }
    },
  }
}

/** What stays after an attempt was discarded, so that it can still be judged: all small, none with output or values. */
const kept = new Set(['attempt', 'exit', 'claim', 'identity', 'cancel', 'terminal'])

function removeFiles(files: AttemptFiles, keepCarried: boolean): void {
  for (const name of readdirSync(files.directory)) {
    if (!kept.has(name) && !(keepCarried && name === 'carry')) rmSync(join(files.directory, name), { force: true })
  }
}

const spoolBytes = (files: AttemptFiles): number => statSync(files.spool, { throwIfNoEntry: false })?.size ?? 0

/** Runs commands behind detached shims that outlive the cockpit (DESIGN §7). Linux and macOS. */
export function createProcessRunner(options: ProcessRunnerOptions): ProcessRunner {
  const directories = new AttemptDirectories(options.directory)
  const processes = options.processes ?? createProcessTable()
  const childExits = createChildExits()
  const observe = (attempt: AttemptId): Observation => observeAttempt(directories.find(attempt), processes)
  const leftSpool = (files: AttemptFiles | undefined) => {
    if (!files || !existsSync(files.spool)) return 'none'
    return processes.holders(files.spool).length > 0 ? 'held' : 'left'
  }

  return {
    async start(spec) {
      if (process.platform === 'win32') {
        throw new Error('Running commands on this machine is not supported on Windows yet. Use a step with runner=ssh.')
      }
      const { identity, child } = await startAttempt(directories, processes, spec)
      child.once('exit', () => childExits.ended(spec.attempt))
      child.unref()
      return identity
    },
    settled: (attempt, signal) =>
      settleAttempt(
        {
          observe: () => observe(attempt),
          mayBeOver: () => {
            const files = directories.find(attempt)
            return !files || mayBeOver(files)
          },
          onChildExit: (wake) => childExits.on(attempt, wake),
        },
        signal,
      ),
    observe,
    forbid: (attempt) => forbid(directories, attempt),
    signal(attempt, signal) {
      const files = directories.find(attempt)
      return files ? signalAttempt(files, observe(attempt), signal, processes) : false
    },
    leftRunning(attempt) {
      const files = directories.find(attempt)
      return files ? findLeftRunning(files, processes) : []
    },
    inspect(attempt) {
      const files = directories.find(attempt)
      return files && inspectAttempt(files, processes)
    },
    spoolFile(attempt) {
      const files = directories.find(attempt)
      if (!files)
        throw new Error(`There are no files of the attempt ${attempt} in ${directories.folders.all.join(' or ')}.`)
      return files.spool
    },
    async discard(attempt, { keepCarried = false, storedBytes = Number.POSITIVE_INFINITY } = {}) {
      const files = directories.find(attempt)
      if (!files) return true
      // Who holds it is asked before how long it is: nothing can be added in between.
      const isDone = leftSpool(files) !== 'held' && spoolBytes(files) <= storedBytes
      if (isDone && observe(attempt).state !== 'running') removeFiles(files, keepCarried)
      return !existsSync(files.spool)
    },
    terminal: {
      send(attempt, bytes) {
        const files = directories.find(attempt)
        return files ? writeInput(files, bytes) : 'gone'
      },
      async resize(attempt, size) {
        const files = directories.find(attempt)
        return files !== undefined && observe(attempt).state === 'running' && resizeTerminal(files, size)
      },
    },
    leftSpool: (attempt) => leftSpool(directories.find(attempt)),
    known: () => directories.known(),
  }
}
