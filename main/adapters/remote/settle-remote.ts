import { stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { AttemptId } from '../../../shared/ids.ts'
import type { ConnectionChange, Observation } from '../../ports/process-runner.ts'
import type { AttemptFiles } from '../processes/attempt-files.ts'
import { followRemote } from './follow-remote.ts'
import { type Outcome, readOutcome, readPlace, readRemoteFacts, wasSent, writeOutcome } from './remote-files.ts'
import type { SshOptions } from './ssh-session.ts'

const RETRY_MS = [500, 1000, 2000, 4000, 8000, 10_000]

/** What the other operations on an attempt tell the one that follows it. */
export type Following = {
  /** A KILL could not be delivered: nobody will wait for the host any longer. */
  givenUp: boolean
  /** Ends the pause between two tries. */
  wake: () => void
}

export type SettleOptions = {
  attempt: AttemptId
  files: AttemptFiles
  ssh: SshOptions
  following: Following
  changed(attempt: AttemptId, change: ConnectionChange): void
}

const clock = (ms: number) => new Date(ms).toTimeString().slice(0, 8)

async function sizeOf(file: string): Promise<number> {
  return (await stat(file)).size
}

async function waitToRetry(tries: number, following: Following, signal: AbortSignal): Promise<void> {
  const wake = new AbortController()
  following.wake = () => wake.abort()
  const ms = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]!
  await pause(ms, undefined, { signal: AbortSignal.any([signal, wake.signal]) }).catch(() => {})
}

const givenUp = (host: string, sinceMs: number, directory: string): Outcome => ({
  state: 'unknown',
  reason: `The connection to ${host} is lost since ${clock(sinceMs)}, and the command could not be ended there: it may still run. Its output and exit code are kept on ${host} in ${directory}.`,
})

/** Without a place nothing was ever handed over; without its facts nobody can tell. */
function known(files: AttemptFiles): Outcome | undefined {
  const outcome = readOutcome(files)
  if (outcome) return outcome
  if (!wasSent(files))
    return { state: 'never-started', final: { reason: 'The cockpit ended before the command was handed to its host.' } }
  return readRemoteFacts(files) && readPlace(files)
    ? undefined
    : { state: 'unknown', reason: `The files of this attempt in ${files.directory} are missing or damaged.` }
}

/** Follows an attempt until it is over, over as many connections as it takes. */
export async function settleRemote(settle: SettleOptions, signal: AbortSignal): Promise<Observation> {
  const { attempt, files, following, changed } = settle
  const before = known(files)
  if (before) return before
  const facts = readRemoteFacts(files)!
  const directory = readPlace(files)!
  const { host } = facts.on
  let lostSinceMs: number | undefined
  let heardMs = Date.now()
  const alive = () => {
    heardMs = Date.now()
    if (lostSinceMs === 0) return
    lostSinceMs = 0
    changed(attempt, { host, restored: true })
  }
  for (let tries = 0; ; tries++) {
    signal.throwIfAborted()
    const offset = await sizeOf(files.spool)
    const end = await followRemote({ files, facts, directory, options: settle.ssh, alive }, offset, signal)
    signal.throwIfAborted()
    if ('outcome' in end) {
      writeOutcome(files, end.outcome)
      return end.outcome
    }
    if (lostSinceMs === 0) tries = 0
    if (!lostSinceMs) {
      lostSinceMs = heardMs
      changed(attempt, { host, lost: { sinceMs: heardMs, reason: end.lost } })
    }
    if (following.givenUp) return givenUp(host, lostSinceMs, directory)
    await waitToRetry(tries, following, signal)
    if (following.givenUp) return givenUp(host, lostSinceMs, directory)
  }
}
