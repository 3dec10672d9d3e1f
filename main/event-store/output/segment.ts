import { createHash, type Hash } from 'node:crypto'
import { type AttemptId, digest } from '../../../shared/ids.ts'
import type { SealedOutput } from '../../ports/output-store.ts'
import type { ChunkReader, StoredHead } from './chunk-reader.ts'
import { countLineEnds } from './count-line-ends.ts'

export const sealBytes = 4 * 1024 * 1024
export const sealMs = 10_000

/** The stretch of stored output that no digest in the chain speaks for yet. */
export class Segment {
  readonly #attempt: AttemptId
  #fromByte: number
  #bytes = 0
  #lines = 0
  #since = 0
  #hash: Hash = createHash('sha256')

  constructor(attempt: AttemptId, fromByte: number) {
    this.#attempt = attempt
    this.#fromByte = fromByte
  }

  /** `nowMs` is of a monotonic clock. */
  add(masked: Buffer, lines: number, nowMs: number): void {
    if (masked.length === 0) return
    if (this.#bytes === 0) this.#since = nowMs
    this.#hash.update(masked)
    this.#bytes += masked.length
    this.#lines += lines
  }

  isDue(nowMs: number): boolean {
    return this.#bytes >= sealBytes || (this.#bytes > 0 && nowMs - this.#since >= sealMs)
  }

  /** Ends the stretch and begins the next; undefined when it is empty. */
  seal(): SealedOutput | undefined {
    if (this.#bytes === 0) return undefined
    const sealed = {
      attempt: this.#attempt,
      fromByte: this.#fromByte,
      toByte: this.#fromByte + this.#bytes,
      lines: this.#lines,
      digest: digest(this.#hash.digest('hex')),
    }
    this.#fromByte = sealed.toByte
    this.#bytes = 0
    this.#lines = 0
    this.#hash = createHash('sha256')
    return sealed
  }
}

/** Stored output is missing that the chain vouches for. */
export class OutputMissing extends Error {}

/** The segment of an attempt whose import is resumed: what is stored beyond what the chain vouches for is hashed again. Throws `OutputMissing`. */
export function resumeSegment(
  attempt: AttemptId,
  reader: ChunkReader,
  stored: StoredHead,
  sealedToByte: number,
  nowMs: number,
): { segment: Segment; sealed: SealedOutput[] } {
  if (sealedToByte > stored.bytes) {
    const missing = `stored output ends at byte ${stored.bytes}, but the ledger vouches for ${sealedToByte} bytes`
    throw new OutputMissing(`The ${missing}: the ledger file was damaged or replaced. Restore it from a copy.`)
  }
  const segment = new Segment(attempt, sealedToByte)
  const sealed: SealedOutput[] = []
  for (let offset = sealedToByte; offset < stored.bytes; ) {
    const chunk = reader.chunkAt(stored.no, offset)
    if (!chunk) break
    const bytes = chunk.content.subarray(offset - chunk.offset)
    segment.add(bytes, countLineEnds(bytes), nowMs)
    offset += bytes.length
    const done = segment.isDue(nowMs) ? segment.seal() : undefined
    if (done) sealed.push(done)
  }
  return { segment, sealed }
}
