/** What somebody holds a file against: an anchor and a key, as they were typed or pasted. */
import { type Anchor, parseAnchor } from '../../shared/ledger/anchor.ts'
import { isPublicKey, VerifyRequestError } from './verify.ts'

/** Throws `VerifyRequestError` for what is no anchor. */
export function readAnchor(text: string): Anchor {
  const anchor = parseAnchor(text.trim())
  if (anchor) return anchor
  throw new VerifyRequestError(
    `${JSON.stringify(text.slice(0, 100))} is not an anchor: it looks like 1234:HEAD, with HEAD of 64 hex characters.`,
  )
}

/** `from` names where the text is from. Throws `VerifyRequestError` for what is no Ed25519 public key. */
export function readTrustedKey(pem: string, from: string): string {
  if (pem.includes('PRIVATE KEY'))
    throw new VerifyRequestError(`${from} is a private key: pass the public one, and keep this to yourself.`)
  if (!isPublicKey(pem)) throw new VerifyRequestError(`${from} is not an Ed25519 public key in PEM format.`)
  return pem
}
