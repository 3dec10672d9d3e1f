import type { OutputTime } from '../../shared/contract/results.ts'
import type { AttemptId, Digest } from '../../shared/ids.ts'

/** How far the stored (masked) output of an attempt reaches. Offsets are bytes of masked output. */
export type OutputHead = { attempt: AttemptId; bytes: number; lines: number }

/** A range of stored output handed to a window: at most 64 KiB. `firstLine` is the line number (from 0) at `offset`. */
export type OutputRange = { attempt: AttemptId; offset: number; bytes: Uint8Array; firstLine: number; head: OutputHead }

/** A stretch of masked output whose digest goes into the chain. `digest` is over the masked, uncompressed bytes. */
export type SealedOutput = { attempt: AttemptId; fromByte: number; toByte: number; lines: number; digest: Digest }

/** Lines (from 0) a text stands on, each with how often. `open` is the last line while it has no end: it is searched again when it grows. */
export type FoundLines = {
  lines: [line: number, count: number][]
  open?: [line: number, count: number]
  /** Where to go on; `isEnd` when nothing is stored behind it but an open line. */
  scannedTo: number
  isEnd: boolean
  head: OutputHead
}

/** Reads stored output; works for live and finished attempts alike. */
export interface OutputStore {
  head(attempt: AttemptId): OutputHead
  /** When it was stored, oldest first. */
  times(attempt: AttemptId): OutputTime[]
  /** Bytes from `offset`, at most `length` (capped at 64 KiB). */
  read(attempt: AttemptId, offset: number, length: number): OutputRange
  /** Bytes from the start of line `line` (from 0), at most `length`. */
  readFromLine(attempt: AttemptId, line: number, length: number): OutputRange
  /** Searches about a MiB from a byte on that `find` named before, or 0. */
  find(attempt: AttemptId, text: string, matchCase: boolean, fromByte: number): FoundLines
  /** Everything, chunk by chunk, in order. */
  chunks(attempt: AttemptId): Iterable<Uint8Array>
  /** Stored bytes were erased: what was read before is read again. */
  forget(): void
}

export type ImportJob = {
  attempt: AttemptId
  spoolFile: string
  /** Values to mask at the byte level, in every encoding of DESIGN §12. */
  secrets: string[]
  /** How far the chain vouches for this output already. */
  sealedToByte: number
}

/** Tails spool files into the store; one worker for all attempts. */
export interface OutputImporter {
  /** Starts or resumes tailing from the committed raw offset. */
  follow(job: ImportJob): void
  /**
   * Imports what is left up to the end of the spool, seals it, and resolves with the final head, and where the spool was cut if it was. `rawBytes` of
   * the spool are stored then. `isHeld` when processes still write it: what was there at the call is stored, but for an end that could be the beginning of a secret.
   */
  finish(
    attempt: AttemptId,
    options?: { isHeld?: boolean },
  ): Promise<{ head: OutputHead; rawBytes: number; sealed: SealedOutput[]; lostFromByte?: number }>
  /** Whether the last try to store output of it failed. It is tried again by itself. */
  isFailing(attempt: AttemptId): boolean
  onHead(listener: (head: OutputHead) => void): () => void
  onSealed(listener: (sealed: SealedOutput) => void): () => void
  onError(listener: (attempt: AttemptId, sentence: string) => void): () => void
  close(): Promise<void>
}
