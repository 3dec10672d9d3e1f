/** The chain's rules. docs/ledger-format.md describes them for people who verify without this program. */
import type { Envelope } from '../events/envelope.ts'
import type { Digest, Sha256 } from '../ids.ts'
import { ascii } from './bytes.ts'
import { canonicalText } from './canonical.ts'

/** Separates these hashes from every other use of SHA-256. */
export const CHAIN_DOMAIN = ascii('release-cockpit-v1\0')

/**
 * h_0: 32 zero bytes. What makes a chain different from every other one is the ledger UUID inside the hashed envelope of its first entry:
 * every later hash depends on it, so entries can't be moved between releases.
 */
export const CHAIN_START = new Uint8Array(32)

export const SALT_BYTES = 16
export const GENESIS_TYPE = 'release.created'

/** One stored entry, byte for byte. Salt and payload are null after an erasure. `seq` is where the store says it stands, if it says so. */
export type StoredEntry = {
  seq?: number
  envelope: Uint8Array
  hash: Uint8Array
  salt: Uint8Array | null
  payload: Uint8Array | null
}

/** Canonical JSON of what is hashed of an entry. */
export const envelopeText = (envelope: Envelope): string => canonicalText(envelope)

/** The two hashes of the ledger over one reused buffer, which `sha256` must not keep. */
export function createHasher(sha256: Sha256) {
  let scratch = new Uint8Array(64 * 1024)
  scratch.set(CHAIN_DOMAIN)

  const reserve = (length: number) => {
    if (length <= scratch.length) return
    scratch = new Uint8Array(length * 2)
    scratch.set(CHAIN_DOMAIN)
  }
  const digest = (first: Uint8Array, second: Uint8Array, from: number): Digest => {
    const length = from + first.length + second.length
    reserve(length)
    scratch.set(first, from)
    scratch.set(second, from + first.length)
    return sha256(scratch.subarray(from === CHAIN_DOMAIN.length ? 0 : from, length))
  }

  return {
    /** h_n = SHA-256("release-cockpit-v1\0" ‖ h_{n-1} ‖ envelope bytes), with h_{n-1} as 32 raw bytes. */
    link: (previous: Uint8Array, envelope: Uint8Array) => digest(previous, envelope, CHAIN_DOMAIN.length),
    /** SHA-256(salt ‖ payload bytes). */
    payloadDigest: (salt: Uint8Array, payload: Uint8Array) => digest(salt, payload, CHAIN_DOMAIN.length + 1),
  }
}
