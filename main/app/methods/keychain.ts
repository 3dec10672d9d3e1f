/** Secrets the desktop app keeps for this person. Values go in and never come out again. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { secretProblem } from '../../../shared/output/secret-rules.ts'
import type { OwnerContext } from '../context.ts'

export const listKeychain = ({ keychain }: OwnerContext): Results['keychain.list'] => ({
  names: keychain.refusal === undefined ? keychain.names() : [],
  ...(keychain.refusal === undefined ? {} : { refusal: keychain.refusal }),
})

export function keepInKeychain(
  { keychain, ports }: OwnerContext,
  { name, value }: ParsedParams<'keychain.keep'>,
): Results['keychain.keep'] {
  const problem = keychain.refusal ?? secretProblem(name, value) ?? keychain.keep(name, value)
  if (problem !== undefined) return { ok: false, message: problem }
  ports.secrets.learn(value)
  return { ok: true }
}

export function forgetInKeychain(
  { keychain }: OwnerContext,
  { name }: ParsedParams<'keychain.forget'>,
): Results['keychain.forget'] {
  if (keychain.refusal !== undefined) return { ok: false, message: keychain.refusal }
  return keychain.forget(name) ? { ok: true } : { ok: false, message: `Nothing is kept under “${name}”.` }
}
