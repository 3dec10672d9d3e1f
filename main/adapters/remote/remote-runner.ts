import { rmSync, statSync } from 'node:fs'
import type { AttemptId } from '../../../shared/ids.ts'
import type { ConnectionChange, Observation, ProcessRunner } from '../../ports/process-runner.ts'
import { AttemptDirectories, type AttemptFiles } from '../processes/attempt-files.ts'
import { readIdentity } from '../processes/attempt-identity.ts'
import { forbid } from '../processes/claim.ts'
import type { RunFolders } from '../processes/run-folders.ts'
import { askHost } from './ask-host.ts'
import { discardProgram, signalProgram } from './later-programs.ts'
import {
  isRemote,
  isUntidy,
  markTidy,
  markUntidy,
  readOutcome,
  readPlace,
  readRemoteFacts,
  wasSent,
  writeOutcome,
  writeWanted,
} from './remote-files.ts'
import { type Following, settleRemote } from './settle-remote.ts'
import type { SshOptions } from './ssh-session.ts'
import { startRemote } from './start-remote.ts'

export type RemoteRunnerOptions = {
  /** Where attempts keep their files on this machine: the same place as those of local ones. */
  directory: string | RunFolders
  ssh: SshOptions
}

type Listener = (attempt: AttemptId, change: ConnectionChange) => void

/**
 * Runs commands on other machines through the person's own OpenSSH client, behind the same shim. Only looking at an attempt's files on this machine is
 * done at once; everything else asks its host.
 */
export function createRemoteRunner({ directory, ssh }: RemoteRunnerOptions): ProcessRunner & {
  isIts(attempt: AttemptId): boolean
} {
  const directories = new AttemptDirectories(directory)
  const listeners = new Set<Listener>()
  const followings = new Map<AttemptId, Following>()
  const changed: Listener = (attempt, change) => {
    for (const listener of listeners) listener(attempt, change)
  }
  const filesOf = (attempt: AttemptId): AttemptFiles => {
    const files = directories.find(attempt)
    if (!files)
      throw new Error(`There are no files of the attempt ${attempt} in ${directories.folders.all.join(' or ')}.`)
    return files
  }
  const ask = async (files: AttemptFiles, program: (nonce: string, place: string) => string) => {
    const facts = readRemoteFacts(files)
    const place = readPlace(files)
    if (!facts || !place) return undefined
    const answer = await askHost(facts.on, facts.nonce, program(facts.nonce, place), ssh)
    return 'said' in answer ? answer.said.at(-1) : undefined
  }

  async function discard(
    attempt: AttemptId,
    { keepCarried = false }: { keepCarried?: boolean } = {},
  ): Promise<boolean> {
    const files = directories.find(attempt)
    if (!files) return true
    const outcome = readOutcome(files)
    // Its end was never seen: what is on the host is all there is.
    if (!outcome) return observe(files).state !== 'running'
    if (wasSent(files)) {
      markUntidy(files)
      if ((await ask(files, discardProgram)) !== 'removed') return false
      markTidy(files)
    }
    rmSync(files.spool, { force: true })
    rmSync(files.carry, { force: true })
    if (!keepCarried && 'carried' in outcome) {
      const { carried: _, ...rest } = outcome
      writeOutcome(files, rest)
    }
    return true
  }

  /** A host that answers again is rid of what could not be removed there before. One at a time; whatever fails is tried with the next start there. */
  const tidyUp = async (host: string) => {
    for (const attempt of directories.known()) {
      const files = directories.find(attempt)
      if (files && isUntidy(files) && readRemoteFacts(files)?.on.host === host)
        await discard(attempt).catch(() => false)
    }
  }

  return {
    isIts: (attempt) => isRemote(directories.find(attempt)),
    async start(spec) {
      const identity = await startRemote(directories, spec, ssh)
      void tidyUp(spec.on!.host)
      return identity
    },
    async settled(attempt, signal) {
      const following: Following = { givenUp: false, wake: () => {} }
      followings.set(attempt, following)
      try {
        return await settleRemote({ attempt, files: filesOf(attempt), ssh, following, changed }, signal)
      } finally {
        followings.delete(attempt)
      }
    },
    observe: (attempt) => observe(directories.find(attempt)),
    forbid(attempt) {
      const files = directories.find(attempt)
      return (files && readOutcome(files)?.state === 'never-started') || forbid(directories, attempt)
    },
    async signal(attempt, signal) {
      const files = filesOf(attempt)
      const following = followings.get(attempt)
      writeWanted(files, signal)
      const said = await ask(files, (nonce, place) => signalProgram(nonce, place, signal))
      if (said === undefined && signal === 'KILL' && following) following.givenUp = true
      following?.wake()
      return said === 'sent'
    },
    // Another host is not searched for what a command left there.
    leftRunning(attempt) {
      const files = directories.find(attempt)
      return (files && readOutcome(files)?.left) || []
    },
    inspect(attempt) {
      const files = directories.find(attempt)
      if (!files) return undefined
      const bytes = statSync(files.spool, { throwIfNoEntry: false })?.size
      return {
        directory: files.directory,
        spool: { file: files.spool, ...(bytes === undefined ? {} : { bytes }) },
        processes: readOutcome(files)?.left ?? [],
        host: readRemoteFacts(files)?.on.host,
      }
    },
    spoolFile: (attempt) => filesOf(attempt).spool,
    discard,
    leftSpool: () => 'none',
    onConnection(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    known: () => directories.known().filter((attempt) => isRemote(directories.find(attempt))),
  }
}

/** From this machine's files alone: a host that does not answer must not hold up a cockpit that starts. Following it tells the rest. */
function observe(files: AttemptFiles | undefined): Observation {
  if (!files) return { state: 'never-started' }
  const outcome = readOutcome(files)
  if (outcome) return outcome
  if (!wasSent(files)) return { state: 'never-started' }
  const facts = readRemoteFacts(files)
  if (!facts) return { state: 'unknown', reason: `The files of this attempt in ${files.directory} are damaged.` }
  const identity = readIdentity(files)
  const { host } = facts.on
  return { state: 'running', identity: identity ?? { bootId: '', pid: 0, startTime: '', nonce: facts.nonce, host } }
}
