import type { Digest, ReleaseId } from '../ids.ts'

/** How strongly an actor's identity is known (DESIGN §9). */
export type Assurance = 'claimed' | 'pin' | 'spoken' | 'ssh-sig'

/** Who did it: a person in a role, or the cockpit itself. */
export type Actor = { kind: 'person'; name: string; role?: string; assurance: Assurance } | { kind: 'cockpit' }

/** Who did what nobody asked for. */
export const COCKPIT: Actor = { kind: 'cockpit' }

/** What is hashed of an entry, as RFC 8785 canonical JSON. The payload stands outside it, behind its salted digest. */
export type Envelope = {
  seq: number
  type: string
  schemaVersion: number
  /** ISO 8601 in UTC with milliseconds. */
  recordedAt: string
  actor: Actor
  /** `seq` of the entry that caused this one, or null. */
  causationId: number | null
  /** The run this belongs to, or null. */
  correlationId: string | null
  /** SHA-256(salt ‖ payload bytes), hex. */
  payloadDigest: Digest
  /** Only in the first entry, and always there: the ledger's UUID. It ties every later hash to this one chain. */
  ledgerId?: string
}

/** An event with its envelope, as read back from a ledger. An erased payload is null. */
export type Recorded<Event extends { type: string } = { type: string; payload: unknown }> = Event extends unknown
  ? Omit<Envelope, 'type'> & {
      type: Event['type']
      payload: Event extends { payload: infer P } ? P : never
      hash: Digest
      release: ReleaseId
    }
  : never

/** What the engine asks the store to append: everything but what the chain adds. */
export type NewEntry = {
  type: string
  schemaVersion: number
  actor: Actor
  causationId: number | null
  correlationId: string | null
  payload: unknown
}
