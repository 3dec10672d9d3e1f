import type { SshHost } from '../../ports/process-runner.ts'
import { linesOf, oursOf } from './lines.ts'
import { type SshOptions, SshSession, withDeadline } from './ssh-session.ts'

/** Longer than `ssh` takes to find out that nobody answers. */
const ASK_MS = 25_000

export type Answer = { said: string[] } | { unreachable: string }

async function listen(session: SshSession, nonce: string): Promise<string[]> {
  const said: string[] = []
  const drain = (async () => {
    for await (const line of linesOf(session.stderr)) session.heard(line)
  })()
  for await (const line of linesOf(session.stdout)) {
    const ours = oursOf(line, nonce)
    if (ours === undefined) session.heard(line)
    else said.push(ours)
  }
  await Promise.race([drain, session.ended])
  return said
}

/** Runs a short program on a host and brings back what it said. The first word is `here`: without it the host was not reached. */
export async function askHost(on: SshHost, nonce: string, program: string, options: SshOptions): Promise<Answer> {
  const session = new SshSession(on, program, options)
  session.stdin.end()
  const said = await withDeadline(session, ASK_MS, listen(session, nonce))
  if (said?.[0] === 'here' && said.length > 1) return { said: said.slice(1) }
  return { unreachable: said ? await session.why(said.length > 0) : `${on.host} does not answer.` }
}
