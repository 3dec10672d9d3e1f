import type { CommandSpec, ProcessIdentity } from '../../ports/process-runner.ts'
import type { AttemptDirectories, AttemptFiles } from '../processes/attempt-files.ts'
import { environmentDigests } from '../processes/carry.ts'
import { isForbidden, takeClaim } from '../processes/claim.ts'
import { chooseInterpreter } from '../processes/interpreters.ts'
import { checkVariables, createDirectory, syncDirectory, writeNew } from '../processes/start-attempt.ts'
import { linesOf, oursOf } from './lines.ts'
import { claimSending, remoteFactsFile, writeOutcome, writePlace, writeRemoteIdentity } from './remote-files.ts'
import { type SshOptions, SshSession, withDeadline } from './ssh-session.ts'
import { startPayload, startProgram } from './start-program.ts'

/** How long a host may take to get from the payload to a claimed shim. What takes longer is looked at again when it is followed. */
const START_MS = 60_000

type Reply = { kind: 'ready'; root: string } | { kind: 'started'; identity: string } | { kind: 'refused'; why: string }

async function* replies(session: SshSession, nonce: string): AsyncGenerator<Reply> {
  for await (const line of linesOf(session.stdout)) {
    const [word, ...rest] = (oursOf(line, nonce) ?? '').split(' ')
    const text = rest.join(' ')
    if (word === 'ready') yield { kind: 'ready', root: text }
    else if (word === 'started') yield { kind: 'started', identity: text }
    else if (word === 'refused') yield { kind: 'refused', why: text }
    else session.heard(line)
  }
}

async function collectWords(session: SshSession): Promise<void> {
  for await (const line of linesOf(session.stderr)) session.heard(line)
}

function writeFiles(files: AttemptFiles, spec: CommandSpec): void {
  const env = spec.carry ? environmentDigests(spec.nonce, spec.env) : {}
  writeNew(files.spool, '')
  writeNew(remoteFactsFile(files), JSON.stringify({ on: spec.on, nonce: spec.nonce, env }), true)
  syncDirectory(files.directory)
}

/** Nothing was handed over: the claim only says so to others. */
function giveUp(files: AttemptFiles, reason: string): void {
  try {
    writeOutcome(files, { state: 'never-started', final: { reason } })
    takeClaim(files)
  } catch {}
}

function parseIdentity(text: string, { nonce, on }: CommandSpec): ProcessIdentity {
  const [pid = '', bootId = '', ...startTime] = text.split(' ')
  return { bootId, pid: Number(pid), startTime: startTime.join(' '), nonce, host: on!.host }
}

const unknownIdentity = ({ nonce, on }: CommandSpec): ProcessIdentity => ({
  bootId: '',
  pid: 0,
  startTime: '',
  nonce,
  host: on!.host,
})

/** Thrown while it is certain that nothing can have started. */
class NotStarted extends Error {}

async function hand(session: SshSession, spec: CommandSpec, files: AttemptFiles): Promise<ProcessIdentity> {
  const choice = chooseInterpreter(spec.language, spec.strict)
  const said = replies(session, spec.nonce)
  const ready = (await withDeadline(session, START_MS, said.next()))?.value as Reply | undefined
  if (!ready) throw new NotStarted(await session.why(false))
  if (ready.kind === 'refused') throw new NotStarted(ready.why)
  if (ready.kind !== 'ready') throw new NotStarted('the host answered out of turn.')
  const directory = `${ready.root}/${spec.nonce}`
  writePlace(files, directory)
  if (!claimSending(files)) throw new NotStarted('the attempt was given up before it could start.')
  session.stdin.end(startPayload(spec, choice, directory))
  const reply = (await withDeadline(session, START_MS, said.next()))?.value as Reply | undefined
  if (reply?.kind === 'refused') throw new NotStarted(reply.why)
  // No answer: it may have started. Following it will tell, and takes the claim there if it has not.
  if (reply?.kind !== 'started') return unknownIdentity(spec)
  return parseIdentity(reply.identity, spec)
}

/**
 * Starts a command on another machine. The host is asked where its state is; only then is the attempt claimed here and handed over in one piece.
 * Throws a sentence only when nothing can have started there.
 */
export async function startRemote(
  directories: AttemptDirectories,
  spec: CommandSpec,
  options: SshOptions,
): Promise<ProcessIdentity> {
  chooseInterpreter(spec.language, spec.strict)
  checkVariables(spec.env)
  const files = directories.of(spec.run, spec.attempt)
  createDirectory(files)
  let session: SshSession | undefined
  try {
    writeFiles(files, spec)
    if (isForbidden(directories, spec.attempt)) throw new NotStarted('the attempt was given up before it could start.')
    session = new SshSession(spec.on!, startProgram(spec.nonce), options)
    void collectWords(session).catch(() => {})
    const identity = await hand(session, spec, files)
    if (identity.pid > 0) writeRemoteIdentity(files, identity)
    return identity
  } catch (error) {
    const reason = `The command was not started on ${spec.on!.host}: ${error instanceof Error ? error.message : String(error)}`
    giveUp(files, reason)
    throw new Error(reason, { cause: error })
  } finally {
    session?.close()
  }
}
