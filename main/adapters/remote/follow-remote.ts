import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { Observation } from '../../ports/process-runner.ts'
import type { AttemptFiles } from '../processes/attempt-files.ts'
import { followProgram } from './later-programs.ts'
import { linesOf, oursOf } from './lines.ts'
import { parseSeen } from './parse-seen.ts'
import { readRemoteCarried } from './remote-carry.ts'
import { type LeftRunning, type Outcome, type RemoteFacts, readWanted, writeRemoteIdentity } from './remote-files.ts'
import { type SshOptions, SshSession } from './ssh-session.ts'

export type FollowEnd = { outcome: Outcome } | { lost: string }

/** What the host says beside the output. */
type Word = { word: string; rest: string[] }

type Followed = {
  files: AttemptFiles
  facts: RemoteFacts
  directory: string
  options: SshOptions
  /** Called with every sign of life. */
  alive(): void
}

/** Appends the host's spool to this machine's, and returns how far it reaches now. A greeting before our first line is no output. */
async function copySpool(stdout: Readable, from: Followed): Promise<number> {
  const file = await open(from.files.spool, 'a', 0o600)
  try {
    let { size } = await file.stat()
    const first = Buffer.from(`cockpit-${from.facts.nonce} here\n`)
    let before: Buffer | undefined = Buffer.alloc(0)
    for await (const chunk of stdout) {
      let bytes = chunk as Buffer
      if (before) {
        const all: Buffer = Buffer.concat([before, bytes])
        const found = all.indexOf(first)
        if (found < 0) {
          before = all
          continue
        }
        before = undefined
        bytes = all.subarray(found + first.length)
      }
      from.alive()
      for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done)).bytesWritten
      size += bytes.length
    }
    return size
  } finally {
    await file.close()
  }
}

/** Sentences of ours on standard error; a file between its name and `end` comes as hex. */
async function listen(
  session: SshSession,
  from: Followed,
  told: (word: Word) => void,
): Promise<Record<string, Buffer>> {
  const sent: Record<string, string[]> = {}
  let receiving: string | undefined
  for await (const line of linesOf(session.stderr)) {
    const ours = oursOf(line, from.facts.nonce)
    if (ours === undefined) {
      if (receiving && /^[\s0-9a-f]*$/.test(line)) sent[receiving]!.push(line)
      else session.heard(line)
      continue
    }
    from.alive()
    const [word = '', ...rest] = ours.split(' ')
    if (word === 'base' || word === 'carry') {
      receiving = word
      sent[word] = []
    } else if (word === 'end') receiving = undefined
    else told({ word, rest })
  }
  return Object.fromEntries(
    Object.entries(sent).map(([name, lines]) => [name, Buffer.from(lines.join('').replace(/\s+/g, ''), 'hex')]),
  )
}

function rememberIdentity(from: Followed, seen: Observation): void {
  if (seen.state !== 'running') return
  try {
    writeRemoteIdentity(from.files, seen.identity)
  } catch {}
}

const leftOf = ([pid, ...command]: string[]): LeftRunning => ({ pid: Number(pid), command: command.join(' ').trim() })

function outcomeOf(from: Followed, over: string[], sent: Record<string, Buffer>): Outcome | undefined {
  const [, age = '0', ...words] = over
  const seen = parseSeen(words, from.facts, Date.now() - ageMs(Number(age)))
  if (!seen || seen.state === 'running') return undefined
  if (seen.state !== 'finished' || !sent.base || !sent.carry) return seen
  const carried = readRemoteCarried(from.files, from.facts, sent.base, sent.carry)
  return carried ? { ...seen, carried } : seen
}

/** Files tell whole seconds: what ended within the last one ended now. */
const ageMs = (age: number) => (age <= 1 ? 0 : age * 1000)

/** Follows an attempt over one connection: from the byte this machine has to the end, or until the connection breaks. */
export async function followRemote(from: Followed, offset: number, signal: AbortSignal): Promise<FollowEnd> {
  const { facts, directory, files, options } = from
  const program = followProgram(facts.nonce, directory, offset, readWanted(files))
  const session = new SshSession(facts.on, program, options)
  const stop = () => session.close()
  signal.addEventListener('abort', stop)
  let over: string[] | undefined
  const left: LeftRunning[] = []
  let cameUp = false
  try {
    const [sent, size] = await Promise.all([
      listen(session, from, ({ word, rest }) => {
        if (word === 'over') over = rest
        if (word === 'left') left.push(leftOf(rest))
        if (word !== 'seen') return
        cameUp = true
        const seen = parseSeen(rest, facts, Date.now())
        if (seen) rememberIdentity(from, seen)
      }),
      copySpool(session.stdout, from),
    ])
    const outcome = over && Number(over[0]) === size ? outcomeOf(from, over, sent) : undefined
    return outcome ? { outcome: left.length > 0 ? { ...outcome, left } : outcome } : { lost: await session.why(cameUp) }
  } catch (error) {
    return {
      lost: `this machine could not store the output (${error instanceof Error ? error.message : String(error)}).`,
    }
  } finally {
    signal.removeEventListener('abort', stop)
    session.close()
  }
}
