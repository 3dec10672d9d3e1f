/** Cuts one stored output into stretches of whole lines, and lines that are too long for that into pieces. */
import { countLineEnds } from '../output/count-line-ends.ts'
import type { ChunkSource, SourceChunk } from './chunk-source.ts'
import type { Cursor, OutputPart } from './messages.ts'

/** A longer line is searched in pieces. */
export const LONG_LINE_BYTES = 1024 * 1024
const PIECE_BYTES = 256 * 1024
/** What is looked at on both sides of a piece: a match up to this long is found wherever it stands. */
export const OVERLAP_BYTES = 32 * 1024
const NEWLINE = 0x0a

/**
 * Valid until the next one is asked for. `next` is where to go on behind it, `line` the number of its first line, `isOpen` that the output ends with it and
 * without a line end.
 */
export type Stretch = {
  kind: 'lines'
  bytes: Buffer
  offset: number
  line: () => number
  next: Cursor
  isOpen: boolean
}
/** `lead` and `tail` are what stands around the piece. */
export type Piece = {
  kind: 'piece'
  lead: Buffer
  body: Buffer
  tail: Buffer
  offset: number
  line: () => number
  next: Cursor
  isOpen: boolean
}

const lineAt = (chunk: SourceChunk, offset: number) =>
  chunk.firstLine + countLineEnds(chunk.content.subarray(0, offset - chunk.offset))

/** Not inside a character of UTF-8. */
function wholeCharacter(bytes: Buffer, at: number): number {
  let to = at
  while (to > Math.max(0, at - 3) && (bytes[to]! & 0xc0) === 0x80) to--
  return to
}

export function createLineReader(source: ChunkSource) {
  /** Behind the line that reaches over a byte; undefined while it has no end. */
  function skip(stream: number, offset: number): number | undefined {
    const chunk = source.at(stream, offset)
    if (!chunk) return undefined
    const end = chunk.content.indexOf(NEWLINE, offset - chunk.offset)
    return end < 0 ? source.behindLine(stream, chunk.firstLine + chunk.lines) : chunk.offset + end + 1
  }

  /** As much of a chunk as are whole lines that begin in the part. */
  function within(chunk: SourceChunk, offset: number, to: number | undefined): Stretch | undefined {
    const from = offset - chunk.offset
    const last = chunk.content.lastIndexOf(NEWLINE)
    if (last < from) return undefined
    const limit = to === undefined ? -1 : chunk.content.indexOf(NEWLINE, Math.max(from, to - chunk.offset))
    const end = (limit < 0 ? last : limit) + 1
    const bytes = chunk.content.subarray(from, end)
    const next: Cursor = { offset: offset + bytes.length, at: 'line' }
    return { kind: 'lines', bytes, offset, line: () => lineAt(chunk, offset), next, isOpen: false }
  }

  /** A line that reaches over the end of its chunk; undefined when it is too long. */
  function seam(stream: number, offset: number): Stretch | undefined {
    const parts: Buffer[] = []
    let length = 0
    let line = 0
    for (let chunk = source.at(stream, offset); chunk && length <= LONG_LINE_BYTES; ) {
      // Nothing in the first chunk ends a line behind `offset`.
      if (length === 0) line = chunk.firstLine + chunk.lines
      const from = offset + length - chunk.offset
      const found = chunk.content.indexOf(NEWLINE, from)
      const part = Buffer.from(chunk.content.subarray(from, found < 0 ? undefined : found + 1))
      parts.push(part)
      length += part.length
      chunk = found < 0 ? source.at(stream, offset + length) : undefined
    }
    if (length > LONG_LINE_BYTES) return undefined
    const bytes = Buffer.concat(parts)
    const isOpen = bytes.at(-1) !== NEWLINE
    const next: Cursor = { offset: isOpen ? offset : offset + length, at: 'line' }
    return { kind: 'lines', bytes, offset, line: () => line, next, isOpen }
  }

  function piece(stream: number, offset: number, isFirst: boolean): Piece | undefined {
    const before = isFirst ? 0 : OVERLAP_BYTES
    const most = before + PIECE_BYTES + OVERLAP_BYTES
    const all = source.copy(stream, offset - before, most)
    if (all.length <= before) return undefined
    const end = all.indexOf(NEWLINE, before)
    const bytes = end < 0 ? all : all.subarray(0, end)
    const isOpen = end < 0 && all.length < most
    const to = end >= 0 || isOpen ? bytes.length : wholeCharacter(bytes, before + PIECE_BYTES)
    const behind = offset - before + to
    const line = () => {
      const chunk = source.at(stream, offset)
      return chunk ? lineAt(chunk, offset) : 0
    }
    const goesOn: Cursor = { offset: isOpen ? Math.max(offset, behind - OVERLAP_BYTES) : behind, at: 'inside' }
    return {
      kind: 'piece',
      lead: bytes.subarray(0, before),
      body: bytes.subarray(before, to),
      tail: bytes.subarray(to),
      offset,
      line,
      next: end >= 0 ? { offset: behind + 1, at: 'line' } : goesOn,
      isOpen,
    }
  }

  /** The next stretch of a part; undefined at its end. */
  function next(part: OutputPart, cursor: Cursor): Stretch | Piece | undefined {
    const { stream, to } = part
    if (cursor.at === 'inside') return piece(stream, cursor.offset, false)
    const { offset } = cursor
    if (to !== undefined && offset > to) return undefined
    const chunk = source.at(stream, offset)
    if (!chunk) return undefined
    return within(chunk, offset, to) ?? seam(stream, offset) ?? piece(stream, offset, true)
  }

  return { next, skip }
}
