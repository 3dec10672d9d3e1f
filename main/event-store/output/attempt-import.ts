import type { ImportJob, OutputHead, SealedOutput } from '../../ports/output-store.ts'
import type { ChunkReader } from './chunk-reader.ts'
import type { ChunkWriter, StreamState, Tail } from './chunk-writer.ts'
import { countLineEnds } from './count-line-ends.ts'
import { createMasker, type Masker } from './masker.ts'
import type { ImportResult } from './messages.ts'
import { resumeSegment, type Segment } from './segment.ts'
import { Spool } from './spool.ts'

export type ImportTools = {
  writer: ChunkWriter
  reader(): ChunkReader
  /** Shared by all attempts: nothing of it is used after a pass but what was committed. */
  buffer: Buffer
  nowMs(): number
}

type Position = { state: StreamState; tail: Tail | undefined; segment: Segment }

/** Tails one attempt's spool. What it knows can be thrown away at any moment: `pass` begins again at what is committed. */
export class AttemptImport {
  readonly job: ImportJob
  readonly #tools: ImportTools
  readonly #mask: Masker
  #at: Position | undefined
  #spool: Spool | undefined
  #isRemovalTold = false
  #isLost = false
  #sealedToByte: number
  #seenBytes = -1
  #sealed: SealedOutput[] = []
  /** Somebody still writes the spool: its end as of now is not the end. */
  #isHeld = false
  #endBytes: number | undefined
  isFinishing = false
  isDone = false

  constructor(job: ImportJob, tools: ImportTools) {
    this.job = job
    this.#tools = tools
    this.#mask = createMasker(job.secrets)
    this.#sealedToByte = job.sealedToByte
  }

  #resume(): Position {
    const { attempt } = this.job
    const state = this.#tools.writer.open(attempt)
    const now = this.#tools.nowMs()
    const { segment, sealed } = resumeSegment(attempt, this.#tools.reader(), state, this.#sealedToByte, now)
    for (const stretch of sealed) this.#keep(stretch)
    this.#at = { state, tail: undefined, segment }
    return this.#at
  }

  #keep(stretch: SealedOutput): void {
    this.#sealed.push(stretch)
    this.#sealedToByte = stretch.toByte
  }

  /** Asks for the rest, and no more after it. */
  finish(isHeld: boolean): void {
    this.isFinishing = true
    this.#isHeld = isHeld
  }

  /** Forgets everything that is not committed, and the open file with it. */
  reset(): void {
    this.#spool?.close()
    this.#spool = undefined
    this.#at = undefined
    this.#seenBytes = -1
  }

  /** Imports at most one buffer. True when more is waiting. Throws what disk and database throw; then `reset` and try again. */
  pass(): boolean {
    const at = this.#at ?? this.#resume()
    this.#spool ??= new Spool(this.job.spoolFile)
    const size = this.#spool.size(at.state.rawBytes)
    if (size !== this.#seenBytes || this.isFinishing) this.#advance(at, this.#spool, size)
    this.#sealIfDue(at)
    if (this.isFinishing && this.#isAllStored(at, size)) this.#seal(at)
    return !this.isDone && (this.#seenBytes < size || this.isFinishing)
  }

  /** Of a held spool, what stood in it when the rest was asked for: who writes on never holds up the end of a step. */
  #isAllStored(at: Position, size: number): boolean {
    if (!this.#isHeld) return at.state.rawBytes === size
    this.#endBytes ??= size
    return this.#seenBytes >= this.#endBytes
  }

  #advance(at: Position, spool: Spool, size: number): void {
    const { rawBytes, maskOpen } = at.state
    const bytes = spool.read(this.#tools.buffer, rawBytes)
    const isEnd = this.isFinishing && !this.#isHeld && rawBytes + bytes.length >= size
    const { masked, consumed, open } = this.#mask(bytes, maskOpen, isEnd)
    this.#seenBytes = rawBytes + bytes.length
    if (consumed === 0) return
    const lines = countLineEnds(masked)
    const committed = this.#tools.writer.commit(at.state, at.tail, {
      masked,
      lines,
      rawBytes: rawBytes + consumed,
      maskOpen: open,
    })
    at.state = committed.state
    at.tail = committed.tail
    at.segment.add(masked, lines, this.#tools.nowMs())
  }

  /** A sealed stretch ends with a chunk: the chunk no longer grows. */
  #sealIfDue(at: Position, now = at.segment.isDue(this.#tools.nowMs())): void {
    const sealed = now ? at.segment.seal() : undefined
    if (!sealed) return
    at.tail = undefined
    this.#keep(sealed)
  }

  #seal(at: Position): void {
    this.#sealIfDue(at, true)
    this.isDone = true
  }

  /** Ends with what is stored, when the rest can't be had. */
  giveUp(): void {
    this.#isLost = true
    this.#seal(this.#at ?? this.#resume())
  }

  /** A sentence, once, when the spool was deleted under our hands. What is in it can still be read until the cockpit ends. */
  takeWarning(): string | undefined {
    if (this.#isRemovalTold || !this.#spool?.isRemoved()) return undefined
    this.#isRemovalTold = true
    return `The command's output file ${this.job.spoolFile} was deleted while it was being read; what is written until the cockpit ends is still stored.`
  }

  /** Stretches sealed since the last call; while finishing they are kept for the result. */
  takeSealed(): SealedOutput[] {
    return this.isFinishing ? [] : this.#sealed.splice(0)
  }

  head(): OutputHead | undefined {
    return this.#at && { attempt: this.job.attempt, bytes: this.#at.state.bytes, lines: this.#at.state.lines }
  }

  result(): ImportResult {
    const { bytes, lines, rawBytes } = this.#at?.state ?? this.#tools.writer.open(this.job.attempt)
    return {
      head: { attempt: this.job.attempt, bytes, lines },
      rawBytes,
      sealed: this.#sealed.splice(0),
      ...(this.#isLost ? { lostFromByte: rawBytes } : {}),
    }
  }
}
