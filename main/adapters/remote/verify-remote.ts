import { open } from 'node:fs/promises'
import type { VerifyEffect } from '../../ports/outside.ts'
import type { SshHost } from '../../ports/process-runner.ts'
import { linesOf } from './lines.ts'
import { quote } from './shell-prelude.ts'
import { type SshOptions, SshSession, withDeadline } from './ssh-session.ts'
import { exportsOf } from './start-program.ts'

export const VERIFY_TIMEOUT_MS = 60_000

const first = 'cockpit-verify here\n'

/** A read-only command needs no claim: it is run over one connection, with its variables on standard input, and its output comes straight here. */
const program = `
c_payload=$(cat)
case $c_payload in *"#end") ;; *) exit 254;; esac
printf 'cockpit-verify here\\n'
eval "$c_payload"
`

const payload = ({ command, cwd, env, unset }: Parameters<VerifyEffect>[0]) =>
  [
    `cd && cd -- ${quote(cwd.replace(/^~(?:\/+|$)/, '') || '.')} >/dev/null || exit 1`,
    `set -- ${quote(command)}`,
    exportsOf({ env, unset }),
    'exec sh -e -c "$1" </dev/null 2>&1',
    '#end',
  ].join('\n')

/** Appends to the spool what comes behind our own first line. True when that line came. */
async function copyOutput(session: SshSession, spoolFile: string): Promise<boolean> {
  const spool = await open(spoolFile, 'a', 0o600)
  let greeting: Buffer | undefined = Buffer.alloc(0)
  try {
    for await (const chunk of session.stdout) {
      const all: Buffer = greeting ? Buffer.concat([greeting, chunk as Buffer]) : (chunk as Buffer)
      const at = greeting ? all.indexOf(first) : -first.length
      if (at < 0 && greeting) {
        greeting = all
        continue
      }
      greeting = undefined
      await spool.appendFile(all.subarray(at + first.length))
    }
  } finally {
    await spool.close()
  }
  return greeting === undefined
}

async function lastByteOpen(spoolFile: string): Promise<boolean> {
  const spool = await open(spoolFile, 'r')
  try {
    const { size } = await spool.stat()
    if (size === 0) return false
    const { buffer } = await spool.read(Buffer.alloc(1), 0, 1, size - 1)
    return buffer[0] !== 10
  } finally {
    await spool.close()
  }
}

/** `verify` of a step that ran on another host: there, because that is where its effect is. */
export const createRemoteVerify =
  (ssh: SshOptions) =>
  async (on: SshHost, request: Parameters<VerifyEffect>[0]): Promise<string | undefined> => {
    const { command, spoolFile } = request
    const spool = await open(spoolFile, 'a', 0o600)
    await spool.appendFile(`${(await lastByteOpen(spoolFile)) ? '\n' : ''}[cockpit] verify on ${on.host}: ${command}\n`)
    await spool.close()
    const session = new SshSession(on, program, ssh)
    void (async () => {
      for await (const line of linesOf(session.stderr)) session.heard(line)
    })()
    session.stdin.end(payload(request))
    const began = await withDeadline(session, VERIFY_TIMEOUT_MS, copyOutput(session, spoolFile))
    if (began === undefined) return `verify did not end within ${VERIFY_TIMEOUT_MS / 1000} s and was given up`
    const exitCode = await session.ended
    if (!began || exitCode === 255 || exitCode === null) return `verify could not be run: ${await session.why(began)}`
    return exitCode === 0 ? undefined : `verify ended with exit ${exitCode}: the effect is not there`
  }

/** One `verifyEffect` for steps here and elsewhere. Never rejects. */
export function createVerifyRouter(local: VerifyEffect, ssh: SshOptions): VerifyEffect {
  const remote = createRemoteVerify(ssh)
  return async (request) => {
    if (!request.on) return local(request)
    try {
      return await remote(request.on, request)
    } catch (error) {
      return `verify could not be run: ${error instanceof Error ? error.message : String(error)}`
    }
  }
}
