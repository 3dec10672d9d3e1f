/**
 * Asks `ssh-keygen -Y` three things: whether the signature is one of these bytes in this namespace, whose key it is, and whether that principal may sign
 * now (`valid-after`, `namespaces` and other options of `allowed_signers`). Works on copies, so that nothing changes between the questions.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SignatureAnswer, SignatureRequest, VerifySignature } from '../../ports/signatures.ts'
import { runSshKeygen, type Said } from './run-ssh-keygen.ts'

const no = (problem: string): SignatureAnswer => ({ ok: false, problem })

const lastLine = ({ stdout, stderr }: Said) => (stderr.trim() || stdout.trim()).split('\n').at(-1) ?? ''

function notASignature(said: Said, namespace: string): SignatureAnswer {
  if (said.failure)
    return no(
      said.failure.code === 'ENOENT'
        ? 'Nothing can be checked: this machine has no ssh-keygen. Install the OpenSSH client.'
        : `Nothing can be checked: ssh-keygen could not be started (${said.failure.message}).`,
    )
  const words = `${said.stdout}\n${said.stderr}`
  if (/namespace/i.test(words))
    return no(`It was signed for another purpose: sign it with ssh-keygen -Y sign -n ${namespace}.`)
  if (/incorrect signature|signature verification failed/i.test(words))
    return no('The signature is not of this statement: one of the two was changed or forged. Ask for a new one.')
  return no(`The .sig file is no SSH signature (${lastLine(said) || 'ssh-keygen gave no reason'}): sign it again.`)
}

const KEY = /with \S+ key (SHA256:\S+)/

async function ask({ statement, namespace }: SignatureRequest, at: (name: string) => string): Promise<SignatureAnswer> {
  const signature = ['-s', at('signature')]
  const made = await runSshKeygen(['-Y', 'check-novalidate', '-n', namespace, ...signature], statement)
  const keyId = KEY.exec(made.stdout)?.[1]
  if (made.code !== 0 || keyId === undefined) return notASignature(made, namespace)
  const allowed = ['-f', at('allowed_signers')]
  const whose = await runSshKeygen(['-Y', 'find-principals', ...signature, ...allowed], statement)
  const candidates = whose.stdout.split('\n').filter((line) => line.trim() !== '')
  if (whose.code !== 0 || candidates.length === 0)
    return no(
      `Nobody in allowed_signers has the key ${keyId} (or its time there is over): add its line after asking whose it is.`,
    )
  const principals: string[] = []
  let refused = ''
  for (const principal of candidates) {
    const args = ['-Y', 'verify', '-n', namespace, '-I', principal, ...signature, ...allowed]
    const said = await runSshKeygen(args, statement)
    if (said.code === 0) principals.push(principal)
    else refused = lastLine(said)
  }
  if (principals.length > 0) return { ok: true, principals, keyId }
  return no(`allowed_signers does not let ${candidates.join(', ')} sign this with ${keyId}: ${refused}`)
}

export const verifySignature: VerifySignature = async (request) => {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-signature-'))
  const at = (name: string) => join(folder, name)
  try {
    writeFileSync(at('signature'), request.signature, { mode: 0o600 })
    writeFileSync(at('allowed_signers'), request.allowedSigners, { mode: 0o600 })
    return await ask(request, at)
  } catch (error) {
    return no(`Nothing can be checked: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
