/** Checks of a single entry whose place in the chain is already proven. Each returns what is wrong as a sentence, or undefined. */
import type { Sha256 } from '../ids.ts'
import { fromHex, toHex } from './bytes.ts'
import { type createHasher, GENESIS_TYPE, SALT_BYTES, type StoredEntry } from './chain.ts'
import { CHECKPOINT_TYPE, type Checkpoint, checkpointBytes, readCheckpoint } from './checkpoint.ts'
import { ERASURE_TYPE } from './erasure.ts'

/** What the pure verifier needs of the platform. */
export type LedgerPlatform = {
  sha256: Sha256
  decode: (utf8: Uint8Array) => string
  /** Hex SHA-256 of a public key's SPKI DER, or undefined for what is no Ed25519 public key. Its first 16 characters are the key id. */
  keyFingerprint: (publicKeyPem: string) => string | undefined
  verifyEd25519: (publicKeyPem: string, message: Uint8Array, signature: Uint8Array) => boolean
}

/** The fields of an envelope the verifier acts on. */
export type EnvelopeFields = { seq: number; type: string; payloadDigest: string; ledgerId?: string }

/** What the rest of the file, or the person asking, claims about the chain. */
export type EntryContext = { ledgerId: string | null; release?: string; publicKey?: string; trustedKey?: string }

export const keyIdOf = (fingerprint: string) => fingerprint.slice(0, 16)

function parseJson(bytes: Uint8Array, platform: LedgerPlatform): unknown {
  try {
    return JSON.parse(platform.decode(bytes))
  } catch {
    return undefined
  }
}

/**
 * The end of every envelope but the first: its last members in canonical order. The quotes inside JSON strings are escaped, so that this can
 * only match there; it spares parsing what comes before, for which the hash speaks.
 */
const ENVELOPE_END =
  /,"correlationId":(?:null|"[^"\\]*"),"payloadDigest":"([0-9a-f]{64})","recordedAt":"[^"\\]*","schemaVersion":\d+,"seq":([1-9]\d{0,9}),"type":"([^"\\]+)"\}$/

/** The envelope's fields; undefined when the bytes are no envelope. */
export function readEnvelope(bytes: Uint8Array, platform: LedgerPlatform): EnvelopeFields | undefined {
  const end = ENVELOPE_END.exec(platform.decode(bytes))
  if (end?.[1] && end[2] && end[3]) return { seq: Number(end[2]), type: end[3], payloadDigest: end[1] }
  const value = parseJson(bytes, platform)
  if (typeof value !== 'object' || value === null) return undefined
  const { seq, type, payloadDigest, ledgerId } = value as Record<string, unknown>
  if (typeof seq !== 'number' || !Number.isInteger(seq)) return undefined
  if (typeof type !== 'string' || typeof payloadDigest !== 'string') return undefined
  if (ledgerId === undefined) return { seq, type, payloadDigest }
  return typeof ledgerId === 'string' ? { seq, type, payloadDigest, ledgerId } : undefined
}

/** Payload and salt against the digest in the envelope. */
export function payloadProblem(
  line: StoredEntry,
  envelope: EnvelopeFields,
  hasher: ReturnType<typeof createHasher>,
): string | undefined {
  const { salt, payload } = line
  if (salt === null && payload === null)
    return [GENESIS_TYPE, CHECKPOINT_TYPE, ERASURE_TYPE].includes(envelope.type)
      ? `its payload is missing, and that of ${envelope.type} is never erased`
      : undefined
  if (salt === null || payload === null) return 'only one of salt and payload is there'
  if (salt.length !== SALT_BYTES) return `its salt has ${salt.length} bytes instead of ${SALT_BYTES}`
  const same = hasher.payloadDigest(salt, payload) === envelope.payloadDigest
  return same ? undefined : 'its payload or salt was changed (the digest in the chain differs)'
}

/** The parsed payload of the few types the verifier reads. */
export const readPayload = (line: StoredEntry, platform: LedgerPlatform): unknown =>
  line.payload && parseJson(line.payload, platform)

/** The first entry against the header, the release list and the trusted key. */
export function genesisProblem(
  envelope: EnvelopeFields,
  payload: unknown,
  context: EntryContext,
  platform: LedgerPlatform,
): string | undefined {
  if (envelope.type !== GENESIS_TYPE || !envelope.ledgerId) return 'it is not the beginning of a ledger'
  const { ledgerId, release, publicKey, keyId } = (payload ?? {}) as Record<string, unknown>
  if (ledgerId !== envelope.ledgerId) return 'its payload names another ledger than its envelope'
  if (context.ledgerId !== null && context.ledgerId !== ledgerId) return 'the ledger id kept beside the chain differs'
  if (context.release !== undefined && context.release !== release)
    return `it belongs to release ${JSON.stringify(release)}, not ${JSON.stringify(context.release)}`
  if (context.publicKey !== undefined && context.publicKey !== publicKey)
    return 'the public key kept beside the chain is not the one of this entry'
  const fingerprint = typeof publicKey === 'string' ? platform.keyFingerprint(publicKey) : undefined
  if (!fingerprint || keyId !== keyIdOf(fingerprint)) return 'its public key and key id do not belong together'
  return trustProblem(fingerprint, context, platform)
}

function trustProblem(fingerprint: string, context: EntryContext, platform: LedgerPlatform): string | undefined {
  if (context.trustedKey === undefined) return undefined
  const trusted = platform.keyFingerprint(context.trustedKey)
  return trusted === fingerprint
    ? undefined
    : `it carries key ${keyIdOf(fingerprint)}, not the key you trust (${trusted ? keyIdOf(trusted) : 'unreadable'})`
}

/** A checkpoint against the chain before it and its own signature. `before.hash` is null when that entry is missing. */
export function checkpointProblem(
  payload: unknown,
  before: { size: number; hash: Uint8Array | null },
  context: EntryContext,
  platform: LedgerPlatform,
): { problem: string } | { checkpoint: Checkpoint } {
  const checkpoint = readCheckpoint(payload)
  if (!checkpoint) return { problem: 'it is not a complete checkpoint' }
  const problem = (sentence: string) => ({ problem: sentence })
  if (context.ledgerId !== null && checkpoint.ledgerId !== context.ledgerId)
    return problem('the checkpoint is of another ledger')
  if (checkpoint.size !== before.size) return problem('the checkpoint is for another size of the ledger')
  if (before.hash && checkpoint.head !== toHex(before.hash)) return problem('the checkpoint is for another head')
  const fingerprint = platform.keyFingerprint(checkpoint.publicKey)
  if (!fingerprint || checkpoint.keyId !== keyIdOf(fingerprint))
    return problem('the public key and key id of the checkpoint do not belong together')
  const distrust = trustProblem(fingerprint, context, platform)
  if (distrust) return problem(distrust)
  const signature = fromHex(checkpoint.signature)
  if (!signature || !platform.verifyEd25519(checkpoint.publicKey, checkpointBytes(checkpoint), signature))
    return problem("the checkpoint's signature is not valid")
  return { checkpoint }
}

/** Who emptied a payload and why, from the entry that says so. */
export function toldErasure(line: StoredEntry, platform: LedgerPlatform): { by: string; reason: string } {
  const { actor } = (parseJson(line.envelope, platform) ?? {}) as { actor?: { name?: unknown } }
  const { reason } = (readPayload(line, platform) ?? {}) as { reason?: unknown }
  return { by: typeof actor?.name === 'string' ? actor.name : 'the cockpit', reason: String(reason ?? '') }
}
