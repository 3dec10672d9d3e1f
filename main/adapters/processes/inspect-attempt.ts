import { readFileSync, statSync } from 'node:fs'
import type { Inspection } from '../../ports/process-runner.ts'
import type { AttemptFacts, AttemptFiles } from './attempt-files.ts'
import { liveShim, readFacts, readIdentity } from './attempt-identity.ts'
import { readClaim } from './claim.ts'
import { findLeftRunning } from './left-running.ts'
import type { ProcessTable } from './process-table.ts'
import { parseExitRecord } from './shim.ts'

const mtimeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs

function exitOf(files: AttemptFiles, facts: AttemptFacts | undefined): Inspection['exit'] {
  const atMs = mtimeOf(files.exit)
  if (atMs === undefined) return { state: 'missing' }
  const text = readFileSync(files.exit, 'latin1')
  if (text.trim() === '') return { state: 'empty' }
  const exitCode = facts && parseExitRecord(text, facts.nonce)
  return exitCode === undefined ? { state: 'partial', atMs } : { state: 'written', atMs, exitCode }
}

function claimOf(files: AttemptFiles): Inspection['claim'] {
  const claim = readClaim(files)
  const atMs = mtimeOf(files.claim)
  return claim && atMs !== undefined ? { ...claim, atMs } : undefined
}

/** What an attempt's files and processes say, for a person who has to judge how it ended. Changes nothing. */
export function inspectAttempt(files: AttemptFiles, processes: ProcessTable): Inspection {
  const facts = readFacts(files)
  const identity = readIdentity(files)
  const spoolBytes = statSync(files.spool, { throwIfNoEntry: false })?.size
  const isSameBoot = facts?.bootId === processes.bootId()
  return {
    directory: files.directory,
    spool: { file: files.spool, ...(spoolBytes === undefined ? {} : { bytes: spoolBytes }) },
    claim: claimOf(files),
    exit: exitOf(files, facts),
    boot: { ...(facts ? { atStart: facts.bootId } : {}), now: processes.bootId() },
    ...(identity ? { shim: { pid: identity.pid, isAlive: liveShim(processes, identity) !== undefined } } : {}),
    // After a restart of the machine the numbers belong to others.
    processes: isSameBoot ? findLeftRunning(files, processes) : [],
  }
}
