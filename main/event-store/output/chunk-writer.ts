import type Database from 'better-sqlite3'
import type { AttemptId } from '../../../shared/ids.ts'
import { type Encoded, encodeChunk } from './chunk-codec.ts'

/** Where the import of one attempt stands; committed together with the bytes it speaks of. */
export type StreamState = { no: number; rawBytes: number; maskOpen: number; bytes: number; lines: number }

/** The last chunk while it may still grow: output that trickles would else make thousands of tiny chunks. */
export type Tail = { offset: number; firstLine: number; lines: number; content: Buffer }

export const smallChunkBytes = 128 * 1024

/** One pass: masked bytes with their line ends, and where the spool and the masker stand behind them. */
export type Advance = { masked: Buffer; lines: number; rawBytes: number; maskOpen: number }

const statementsOf = (db: Database.Database) => ({
  add: db.prepare('INSERT INTO output_streams (attempt) VALUES (?) ON CONFLICT DO NOTHING'),
  state: db.prepare<[string], StreamState>(
    'SELECT no, raw_bytes AS rawBytes, mask_open AS maskOpen, bytes, lines FROM output_streams WHERE attempt = ?',
  ),
  insert: db.prepare(
    'INSERT INTO output_chunks (stream_no, offset, bytes, first_line, lines, codec, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ),
  grow: db.prepare(
    'UPDATE output_chunks SET bytes = ?, lines = ?, codec = ?, data = ? WHERE stream_no = ? AND offset = ?',
  ),
  note: db.prepare(
    `INSERT INTO output_times (stream_no, at_ms, bytes, lines) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET bytes = excluded.bytes, lines = excluded.lines`,
  ),
  advance: db.prepare(
    'UPDATE output_streams SET raw_bytes = ?, mask_open = ?, bytes = ?, lines = ? WHERE no = ? AND raw_bytes = ? AND bytes = ?',
  ),
})

const joined = (tail: Tail | undefined, state: StreamState, { masked, lines }: Advance): Tail =>
  tail && tail.content.length + masked.length <= smallChunkBytes
    ? { ...tail, lines: tail.lines + lines, content: Buffer.concat([tail.content, masked]) }
    : { offset: state.bytes, firstLine: state.lines, lines, content: masked }

export type ChunkWriter = {
  /** The committed state; creates the stream when it is new. */
  open(attempt: AttemptId): StreamState
  /** Commits chunk and offsets in one transaction. Returns the new state, and the last chunk while it may grow. */
  commit(state: StreamState, tail: Tail | undefined, advance: Advance): { state: StreamState; tail: Tail | undefined }
}

/** `nowMs` is wall time. */
export function createChunkWriter(db: Database.Database, nowMs: () => number): ChunkWriter {
  const statements = statementsOf(db)
  const store = db.transaction(
    (state: StreamState, next: StreamState, chunk: Tail | undefined, encoded: Encoded | undefined) => {
      if (chunk && encoded && chunk.offset < state.bytes) {
        statements.grow.run(chunk.content.length, chunk.lines, encoded.codec, encoded.data, state.no, chunk.offset)
      } else if (chunk && encoded) {
        const { offset, firstLine, lines, content } = chunk
        statements.insert.run(state.no, offset, content.length, firstLine, lines, encoded.codec, encoded.data)
      }
      const { rawBytes, maskOpen, bytes, lines } = next
      const { changes } = statements.advance.run(
        rawBytes,
        maskOpen,
        bytes,
        lines,
        state.no,
        state.rawBytes,
        state.bytes,
      )
      if (changes !== 1) throw new Error('Another process imports the same output: end the other cockpit.')
      if (chunk) statements.note.run(state.no, nowMs(), bytes, lines)
    },
  )
  return {
    open(attempt) {
      statements.add.run(attempt)
      return statements.state.get(attempt) as StreamState
    },
    commit(state, tail, advance) {
      const { masked, lines, rawBytes, maskOpen } = advance
      const next = { no: state.no, rawBytes, maskOpen, bytes: state.bytes + masked.length, lines: state.lines + lines }
      const chunk = masked.length > 0 ? joined(tail, state, advance) : undefined
      // Compressed before the transaction, which keeps others out only while it writes.
      const encoded = chunk && encodeChunk(chunk.content)
      store.immediate(state, next, chunk, encoded)
      encoded?.release()
      return { state: next, tail: chunk ? mayGrow(chunk, masked) : tail }
    },
  }
}

/** Copied when it is still a view of the reader's buffer. */
function mayGrow(chunk: Tail, masked: Buffer): Tail | undefined {
  if (chunk.content.length >= smallChunkBytes) return undefined
  return chunk.content === masked ? { ...chunk, content: Buffer.from(masked) } : chunk
}
