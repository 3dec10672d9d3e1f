import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto'
import { digest } from '../../shared/ids.ts'
import type { LedgerPlatform } from '../../shared/ledger/verify-entry.ts'

type KnownKey = { key: KeyObject; fingerprint: string } | undefined

/** Keys seen lately: a ledger has one or two, a forged one could have any number. */
const known = new Map<string, KnownKey>()

function readKey(pem: string): KnownKey {
  try {
    const key = createPublicKey(pem)
    if (key.asymmetricKeyType !== 'ed25519') return undefined
    return { key, fingerprint: hash('sha256', key.export({ type: 'spki', format: 'der' }), 'hex') }
  } catch {
    return undefined
  }
}

function keyOf(pem: string): KnownKey {
  if (!known.has(pem)) {
    if (known.size > 100) known.clear()
    known.set(pem, readKey(pem))
  }
  return known.get(pem)
}

const bufferOver = (bytes: Uint8Array) =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** What the pure verifier needs, from Node. */
export const nodePlatform: LedgerPlatform = {
  sha256: (data) => digest(hash('sha256', data, 'hex')),
  decode: (utf8) => bufferOver(utf8).toString('utf8'),
  keyFingerprint: (pem) => keyOf(pem)?.fingerprint,
  verifyEd25519: (pem, message, signature) => {
    const found = keyOf(pem)
    return found !== undefined && verify(null, message, found.key, signature)
  },
}
