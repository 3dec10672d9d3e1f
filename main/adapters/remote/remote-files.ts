import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Observation, ProcessIdentity, SshHost } from '../../ports/process-runner.ts'
import { type AttemptFiles, readText } from '../processes/attempt-files.ts'

/** What this machine keeps of an attempt on another one, beside its claim, its spool and its identity. */
export type RemoteFacts = {
  on: SshHost
  nonce: string
  /** Names and salted digests of the variables handed over, to tell later what the script changed. */
  env: Record<string, string>
}

export type LeftRunning = { pid: number; command: string }

export type Outcome = Exclude<Observation, { state: 'running' }> & { left?: LeftRunning[] }

const at = (files: AttemptFiles, name: string) => join(files.directory, name)

function readJson<T>(file: string): T | undefined {
  const text = readText(file)
  try {
    return text === undefined ? undefined : (JSON.parse(text) as T)
  } catch {
    return undefined
  }
}

function replace(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}

export const remoteFactsFile = (files: AttemptFiles) => at(files, 'remote')
export const isRemote = (files: AttemptFiles | undefined): files is AttemptFiles =>
  files !== undefined && existsSync(remoteFactsFile(files))
export const readRemoteFacts = (files: AttemptFiles) => readJson<RemoteFacts>(remoteFactsFile(files))

/** The attempt's directory on the host, known before anything could start there. */
export const writePlace = (files: AttemptFiles, directory: string) => replace(at(files, 'place'), directory)
export const readPlace = (files: AttemptFiles) => readText(at(files, 'place'))

export const writeRemoteIdentity = (files: AttemptFiles, identity: ProcessIdentity) =>
  replace(files.identity, JSON.stringify(identity))

/** The host still holds files of an attempt that is over: it did not answer, or a process left behind writes to them. */
const untidyFile = (files: AttemptFiles) => at(files, 'untidy')
export const markUntidy = (files: AttemptFiles) => writeFileSync(untidyFile(files), '', { mode: 0o600 })
export const markTidy = (files: AttemptFiles) => rmSync(untidyFile(files), { force: true })
export const isUntidy = (files: AttemptFiles) => existsSync(untidyFile(files))

/** How it ended, once known: from then on nobody needs to ask the host. */
export const writeOutcome = (files: AttemptFiles, outcome: Outcome) =>
  replace(at(files, 'outcome'), JSON.stringify(outcome))
export const readOutcome = (files: AttemptFiles) => readJson<Outcome>(at(files, 'outcome'))

export const writeWanted = (files: AttemptFiles, signal: 'TERM' | 'KILL') => replace(files.cancel, signal)
export function readWanted(files: AttemptFiles): 'TERM' | 'KILL' | undefined {
  const text = readText(files.cancel)
  return text === 'TERM' || text === 'KILL' ? text : undefined
}

const sentClaim = 'sent\n'

/** Claims the right to hand the attempt to its host. False when the cockpit gave it up before: the claim is one file for both. */
export function claimSending(files: AttemptFiles): boolean {
  const draft = at(files, `sending-${process.pid}`)
  writeFileSync(draft, sentClaim, { mode: 0o600, flush: true })
  try {
    linkSync(draft, files.claim)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Whether the host was, or may have been, given the attempt. */
export const wasSent = (files: AttemptFiles) =>
  existsSync(files.claim) && readFileSync(files.claim, 'utf8') === sentClaim
