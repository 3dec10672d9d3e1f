import { type Digest, digest } from '../ids.ts'
import { ascii, toHex } from './bytes.ts'
import { canonicalText } from './canonical.ts'

export const CHECKPOINT_TYPE = 'checkpoint.signed'

/** What a checkpoint states: this ledger had `size` entries and this head at `time` (ISO 8601 UTC, the signer's clock). */
export type CheckpointStatement = { ledgerId: string; size: number; head: Digest; time: string; keyId: string }
/** Payload of a `checkpoint.signed` entry: `signature` is Ed25519 as lower-case hex, `publicKey` SPKI PEM. */
export type Checkpoint = CheckpointStatement & { publicKey: string; signature: string }

export type CheckpointSigner = { keyId: string; publicKeyPem: string; sign(bytes: Uint8Array): Uint8Array }

/** The exact bytes that are signed: RFC 8785 canonical JSON of the five fields, which are ASCII. */
export const checkpointBytes = (of: CheckpointStatement): Uint8Array =>
  ascii(canonicalText({ ledgerId: of.ledgerId, size: of.size, head: of.head, time: of.time, keyId: of.keyId }))

/** Signs a head; append the result as the very next entry. */
export function signCheckpoint(
  signer: CheckpointSigner,
  head: { size: number; hash: Digest },
  ledgerId: string,
  time: string,
): Checkpoint {
  const statement = { ledgerId, size: head.size, head: head.hash, time, keyId: signer.keyId }
  const signature = toHex(signer.sign(checkpointBytes(statement)))
  return { ...statement, publicKey: signer.publicKeyPem, signature }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** The checkpoint in a parsed payload, or undefined when a field is missing or of another kind. */
export function readCheckpoint(payload: unknown): Checkpoint | undefined {
  if (!isRecord(payload)) return undefined
  const { ledgerId, size, head, time, keyId, publicKey, signature } = payload
  const texts = [ledgerId, head, time, keyId, publicKey, signature]
  if (!texts.every((each) => typeof each === 'string') || typeof size !== 'number') return undefined
  return {
    ledgerId: String(ledgerId),
    size,
    head: digest(String(head)),
    time: String(time),
    keyId: String(keyId),
    publicKey: String(publicKey),
    signature: String(signature),
  }
}
