import type { Actor, NewEntry, Recorded } from '../../shared/events/envelope.ts'
import type { AttemptId, Digest, ReleaseId } from '../../shared/ids.ts'

export type Head = { size: number; hash: Digest }

/** A row of the release list, kept up to date in the append's own transaction: nothing is folded to show it. */
export type ReleaseSummary = {
  release: ReleaseId
  ledgerId: string
  size: number
  head: Digest
  createdAt: string
  updatedAt: string
  /** Written by the engine from the folded state; JSON. */
  summary: Record<string, unknown>
}

/** A payload to empty, and what is kept of it: undefined for nothing at all. */
export type PayloadErasure = { seq: number; reason: string; remains?: Record<string, unknown> }

/** Bytes of an attempt's stored output to overwrite, and the sealed stretches they stand in. */
export type OutputErasure = {
  attempt: AttemptId
  reason: string
  ranges: [from: number, to: number][]
  stretches: { fromByte: number; toByte: number }[]
}

/** What must not be kept any more. The chain stays valid, and the erasure is on record. */
export type Erasure = { payload: PayloadErasure } | { output: OutputErasure }

/** `gone` is false while somebody else still reads the old bytes: they leave the disk with the next checkpoint. */
export type Erased = { recorded: Recorded[]; gone: boolean }

export class LedgerUnwritable extends Error {
  readonly code: string
  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'LedgerUnwritable'
    this.code = code
  }
}

/** Codes that are about the disk and the file; others say that this process may not write. */
const TROUBLES = ['disk-full', 'read-only', 'io-error', 'cannot-open', 'corrupt', 'not-a-ledger', 'locked']

export const isTrouble = (error: unknown): error is LedgerUnwritable =>
  error instanceof LedgerUnwritable && TROUBLES.includes(error.code)

/** One entry with its place in the chain, byte for byte as it will be stored: envelope and payload as text, hash and salt in hex. */
export type SealedEntry = { envelope: string; hash: string; salt: string; payload: string }

/** The append-only ledger. All calls are synchronous: an append that returned is on disk. */
export interface EventStore {
  /**
   * Appends entries to one release's chain in one transaction, after checking that the chain's size is `expectedSize` and this process is
   * still the owner. Throws `LedgerUnwritable` (disk full, read only, lost ownership, moved head); nothing is written then.
   * `recordedAt` is the same ISO instant for all of them; `summary` replaces the release's summary in the same transaction.
   */
  append(
    release: ReleaseId,
    expectedSize: number,
    recordedAt: string,
    entries: NewEntry[],
    summary?: Record<string, unknown>,
  ): Recorded[]
  /** Gives entries their places after a head without writing them anywhere; `appendSealed` can. */
  seal(release: ReleaseId, after: Head | undefined, recordedAt: string, entries: NewEntry[]): SealedEntry[]
  /**
   * Appends sealed entries as they are and `entries` behind them, in one transaction. Throws `LedgerUnwritable` as `append` does, and with
   * `moved-head` when the chain does not end at `after`.
   */
  appendSealed(
    release: ReleaseId,
    after: Head | undefined,
    sealed: SealedEntry[],
    recordedAt: string,
    entries: NewEntry[],
    summary?: Record<string, unknown>,
  ): Recorded[]
  /** Erases and records it, in one transaction. Throws a RangeError for what cannot be erased. */
  remove(release: ReleaseId, erasure: Erasure, recordedAt: string, by: Actor): Erased
  /** Entries with `fromSeq <= seq < toSeq` (seq starts at 1), payloads parsed. */
  read(release: ReleaseId, fromSeq?: number, toSeq?: number): Recorded[]
  head(release: ReleaseId): Head | undefined
  releases(): ReleaseSummary[]
  /** The public key checkpoints are signed with, as SPKI PEM, and its id (first 16 hex of the SHA-256 of the DER). */
  readonly signer: { keyId: string; publicKeyPem: string; sign(bytes: Uint8Array): Uint8Array }
  /** Since when nobody guarded this ledger before this owner took it, or undefined for a new file. */
  readonly previousOwner: { epoch: number; lastSeenAt: string } | undefined
  readonly epoch: number
  /** Notes that this owner is awake: what a later one will call unguarded begins after it. Throws `LedgerUnwritable`. */
  guard(): void
  close(): void
}
