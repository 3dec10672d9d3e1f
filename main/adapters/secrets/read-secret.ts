import { readFileSync, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { longestSecretBytes, secretProblem } from '../../../shared/output/secret-rules.ts'
import type { SecretRef } from '../../../shared/runbook/model.ts'
import type { Keychain } from '../../ports/keychain.ts'
import type { Printed } from './secret-command.ts'

export type ReadSecret = { value: string } | { problem: string }

/** Where references are looked up. `run` runs a command of a secret, or knows already what it printed. */
export type SecretPlaces = {
  folder: string
  env: Record<string, string | undefined>
  keychain: Keychain
  run(command: string): Printed
}

type Found = { bytes: Buffer } | { text: string } | { problem: string }

function fromFile(written: string, folder: string): Found {
  const file = isAbsolute(written) ? written : join(folder, written)
  try {
    const found = statSync(file)
    if (!found.isFile()) return { problem: `${file} is not a file` }
    if (found.size > longestSecretBytes + 2)
      return { problem: `${file} is longer than ${longestSecretBytes / 1024} KiB` }
    return { bytes: readFileSync(file) }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return { problem: `there is no file ${file}` }
    return { problem: code === 'EACCES' ? `${file} cannot be read: it is not yours to read` : `${file}: ${code}` }
  }
}

function find(ref: SecretRef, { folder, env, keychain, run }: SecretPlaces): Found {
  if ('env' in ref) {
    const value = env[ref.env]
    return value === undefined || value === ''
      ? { problem: `the environment variable ${ref.env} is not set` }
      : { text: value }
  }
  if ('file' in ref) return fromFile(ref.file, folder)
  if ('command' in ref) return run(ref.command)
  const kept = keychain.read(ref.keychain)
  return 'value' in kept ? { text: kept.value } : kept
}

/** Bytes that are no UTF-8 would reach the command as something else. */
function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).replace(/\r?\n$/, '')
  } catch {
    return undefined
  }
}

/** The value of a secret, or a sentence that names the reference and never the value. */
export function readSecret(name: string, ref: SecretRef, places: SecretPlaces): ReadSecret {
  const found = find(ref, places)
  if ('problem' in found) return { problem: `The secret ${name} cannot be read: ${found.problem}.` }
  const value = 'text' in found ? found.text : textOf(found.bytes)
  if (value === undefined)
    return { problem: `The secret ${name} is not text: encode it (base64, say) and decode it in the command.` }
  const problem = secretProblem(name, value)
  return problem ? { problem } : { value }
}
