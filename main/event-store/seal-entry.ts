import { hash as nodeHash } from 'node:crypto'
import type { Envelope, NewEntry, Recorded } from '../../shared/events/envelope.ts'
import { type Digest, digest, type ReleaseId } from '../../shared/ids.ts'
import { canonicalText } from '../../shared/ledger/canonical.ts'
import { CHAIN_START, createHasher, envelopeText, GENESIS_TYPE, SALT_BYTES } from '../../shared/ledger/chain.ts'
import type { SealedEntry } from '../ports/event-store.ts'

/** The columns of one entry. */
export type SealedRow = { seq: number; envelope: Buffer; hash: Uint8Array; salt: Uint8Array; payload: Buffer }

const hasher = createHasher((data) => digest(nodeHash('sha256', data, 'hex')))

/** The UUID a first entry must bring along. A ledger that begins with anything else is a bug of the caller. */
export function genesisLedgerId(entry: NewEntry): string {
  const { ledgerId } = (entry.payload ?? {}) as { ledgerId?: unknown }
  if (entry.type !== GENESIS_TYPE || typeof ledgerId !== 'string' || ledgerId === '')
    throw new TypeError(`A ledger begins with ${GENESIS_TYPE} and its ledgerId, not with ${entry.type}.`)
  return ledgerId
}

function envelopeOf(entry: NewEntry, seq: number, recordedAt: string, payloadDigest: Digest): Envelope {
  const { type, schemaVersion, actor, causationId, correlationId } = entry
  const fields = { seq, type, schemaVersion, recordedAt, actor, causationId, correlationId }
  const envelope = { ...fields, payloadDigest }
  return seq === 1 ? { ...envelope, ledgerId: genesisLedgerId(entry) } : envelope
}

/** Gives each entry its place in the chain after `(size, hash)`. `salts` holds 16 random bytes for each. */
export function sealEntries(
  release: ReleaseId,
  after: { size: number; hash: Uint8Array } | undefined,
  recordedAt: string,
  entries: NewEntry[],
  salts: Uint8Array,
): { rows: SealedRow[]; recorded: Recorded[] } {
  const rows: SealedRow[] = []
  const recorded: Recorded[] = []
  let previous = after?.hash ?? CHAIN_START
  for (const [index, entry] of entries.entries()) {
    const seq = (after?.size ?? 0) + index + 1
    const salt = salts.subarray(index * SALT_BYTES, (index + 1) * SALT_BYTES)
    const text = canonicalText(entry.payload)
    const payload = Buffer.from(text)
    const payloadDigest = hasher.payloadDigest(salt, payload)
    const sealed = envelopeText(envelopeOf(entry, seq, recordedAt, payloadDigest))
    const envelope = Buffer.from(sealed)
    const hash = hasher.link(previous, envelope)
    previous = Buffer.from(hash, 'hex')
    rows.push({ seq, envelope, hash: previous, salt, payload })
    // What is returned is what will be read back: undefined properties gone, nothing shared with the caller's objects.
    recorded.push({ ...(JSON.parse(sealed) as Envelope), payload: JSON.parse(text), hash, release })
  }
  return { rows, recorded }
}

export const asSealed = ({ envelope, hash, salt, payload }: SealedRow): SealedEntry => ({
  envelope: envelope.toString(),
  hash: Buffer.from(hash).toString('hex'),
  salt: Buffer.from(salt).toString('hex'),
  payload: payload.toString(),
})

export const asRow = ({ envelope, hash, salt, payload }: SealedEntry): SealedRow => ({
  seq: (JSON.parse(envelope) as Envelope).seq,
  envelope: Buffer.from(envelope),
  hash: Buffer.from(hash, 'hex'),
  salt: Buffer.from(salt, 'hex'),
  payload: Buffer.from(payload),
})
