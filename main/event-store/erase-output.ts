import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { type AttemptId, type Digest, digest } from '../../shared/ids.ts'
import { type Codec, decodeChunk, encodeChunk } from './output/chunk-codec.ts'

/** Bytes of stored output, the end not included. */
export type ByteRange = readonly [from: number, to: number]
export type Stretch = { fromByte: number; toByte: number }

type ChunkRow = { no: number; offset: number; bytes: number; codec: Codec; data: Buffer }

const STAR = 0x2a
const NEWLINE = 0x0a

/** Overwrites what of the ranges stands in a chunk; line ends stay, so that every line keeps its number. True when anything changed. */
function overwrite(content: Buffer, offset: number, ranges: readonly ByteRange[]): boolean {
  let changed = false
  for (const [from, to] of ranges)
    for (let at = Math.max(0, from - offset); at < Math.min(content.length, to - offset); at++)
      if (content[at] !== NEWLINE && content[at] !== STAR) {
        content[at] = STAR
        changed = true
      }
  return changed
}

/** Works inside the transaction that records the erasure. */
export function createOutputEraser(db: Database.Database) {
  const streamOf = db.prepare<[string], number>('SELECT no FROM output_streams WHERE attempt = ?').pluck()
  const overlapping = db
    .prepare<[number, number, number], number>(
      'SELECT no FROM output_chunks WHERE stream_no = ? AND offset < ? AND offset + bytes > ? ORDER BY offset',
    )
    .pluck()
  const chunk = db.prepare<[number], ChunkRow>('SELECT no, offset, bytes, codec, data FROM output_chunks WHERE no = ?')
  const allow = db.prepare<[number, number]>('INSERT OR IGNORE INTO output_erasures VALUES (?, ?)')
  const replace = db.prepare<[string, Buffer, number]>('UPDATE output_chunks SET codec = ?, data = ? WHERE no = ?')

  const contentOf = (row: ChunkRow) => Buffer.from(decodeChunk(row.codec, row.data, row.bytes))
  /** One after the other: all of them together may be large. */
  function* chunks(attempt: AttemptId, fromByte: number, toByte: number): Generator<ChunkRow> {
    const stream = streamOf.get(attempt)
    for (const no of stream === undefined ? [] : overlapping.all(stream, toByte, fromByte)) {
      const row = chunk.get(no)
      if (row) yield row
    }
  }

  return {
    /** What the digests of sealed stretches will be once the ranges are overwritten. */
    digestsAfter(attempt: AttemptId, ranges: readonly ByteRange[], stretches: readonly Stretch[]) {
      return stretches.map(({ fromByte, toByte }): Stretch & { digest: Digest } => {
        const hash = createHash('sha256')
        for (const row of chunks(attempt, fromByte, toByte)) {
          const content = contentOf(row)
          overwrite(content, row.offset, ranges)
          hash.update(content.subarray(Math.max(0, fromByte - row.offset), toByte - row.offset))
        }
        return { fromByte, toByte, digest: digest(hash.digest('hex')) }
      })
    },
    /** Overwrites the ranges; `recordedBy` is the id of the entry that says so. */
    erase(attempt: AttemptId, ranges: readonly ByteRange[], recordedBy: number): void {
      const from = Math.min(...ranges.map((range) => range[0]))
      const to = Math.max(...ranges.map((range) => range[1]))
      for (const row of chunks(attempt, from, to)) {
        const content = contentOf(row)
        if (!overwrite(content, row.offset, ranges)) continue
        const { codec, data } = encodeChunk(content)
        allow.run(row.no, recordedBy)
        replace.run(codec, data, row.no)
      }
    },
  }
}
