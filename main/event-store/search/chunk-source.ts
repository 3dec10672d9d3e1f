/** Chunks of one output in order, one in memory at a time. */
import { zstdDecompressSync } from 'node:zlib'
import type Database from 'better-sqlite3'
import type { Codec } from '../output/chunk-codec.ts'

export type SourceChunk = { offset: number; firstLine: number; lines: number; content: Buffer }

type Row = { no: number; offset: number; bytes: number; first_line: number; lines: number; codec: Codec; data: Buffer }

const COLUMNS = 'SELECT no, offset, bytes, first_line, lines, codec, data FROM output_chunks WHERE stream_no = ?'

export type ChunkSource = {
  /** The chunk that holds the byte at `offset`; undefined at the end. What an earlier call gave must not be used any more. */
  at(stream: number, offset: number): SourceChunk | undefined
  /** A copy of stored bytes, fewer at the ends. */
  copy(stream: number, from: number, length: number): Buffer
  /** Where the line behind the one at `line` begins, or undefined while that has no end. */
  behindLine(stream: number, line: number): number | undefined
  release(): void
}

/** One more than needed, so that one buffer is filled and no other begun. */
const SPARE_BYTES = 64
/** Smaller buffers may share memory with others. */
const OWN_MEMORY_BYTES = 128 * 1024

/** Waiting for the collector costs 50 times as much as decompressing: the memory of what was read goes back at once. */
function free(buffer: Buffer): void {
  const { buffer: memory } = buffer
  if (memory instanceof ArrayBuffer && memory.byteLength >= OWN_MEMORY_BYTES) memory.transfer(0)
}

const decode = ({ codec, data, bytes }: Row): Buffer =>
  codec === 'zstd' ? zstdDecompressSync(data, { chunkSize: bytes + SPARE_BYTES, maxOutputLength: bytes }) : data

export function createChunkSource(db: Database.Database): ChunkSource {
  const before = db.prepare<[number, number], Row>(`${COLUMNS} AND offset <= ? ORDER BY offset DESC LIMIT 1`)
  const withLineEnd = db.prepare<[number, number], { offset: number }>(
    'SELECT offset FROM output_chunks WHERE stream_no = ? AND first_line < ? ORDER BY first_line DESC, offset DESC LIMIT 1',
  )
  let held: (SourceChunk & { stream: number }) | undefined

  function release(): void {
    if (held) free(held.content)
    held = undefined
  }

  function load(stream: number, offset: number): SourceChunk | undefined {
    const row = before.get(stream, offset)
    if (!row || offset >= row.offset + row.bytes) return undefined
    release()
    const content = decode(row)
    if (content !== row.data) free(row.data)
    held = { stream, offset: row.offset, firstLine: row.first_line, lines: row.lines, content }
    return held
  }

  function at(stream: number, offset: number): SourceChunk | undefined {
    const isHeld = held?.stream === stream && offset >= held.offset && offset < held.offset + held.content.length
    return isHeld ? held : load(stream, offset)
  }

  return {
    at,
    release,
    copy(stream, from, length) {
      const start = Math.max(0, from)
      const parts: Buffer[] = []
      for (let offset = start; offset < from + length; ) {
        const chunk = at(stream, offset)
        if (!chunk) break
        const inside = offset - chunk.offset
        const part = Buffer.from(chunk.content.subarray(inside, inside + from + length - offset))
        parts.push(part)
        offset += part.length
      }
      return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
    },
    behindLine(stream, line) {
      const found = withLineEnd.get(stream, line + 1)
      const chunk = found && at(stream, found.offset)
      if (!chunk || chunk.firstLine + chunk.lines <= line) return undefined
      let end = -1
      for (let seen = chunk.firstLine; seen <= line; seen++) end = chunk.content.indexOf(0x0a, end + 1)
      return chunk.offset + end + 1
    },
  }
}
