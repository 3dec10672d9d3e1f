import type Database from 'better-sqlite3'
import type { OutputTime } from '../../../shared/contract/results.ts'
import type { AttemptId } from '../../../shared/ids.ts'
import type { FoundLines, OutputHead, OutputRange, OutputStore } from '../../ports/output-store.ts'
import { type ChunkReader, createChunkReader, type StoredChunk, type StoredHead } from './chunk-reader.ts'
import { behindLineEnd, countLineEnds } from './count-line-ends.ts'
import { findLines } from './find-lines.ts'

/** The most that one answer carries to a window. */
export const longestRange = 64 * 1024

const headOf = (attempt: AttemptId, stored: StoredHead | undefined): OutputHead => ({
  attempt,
  bytes: stored?.bytes ?? 0,
  lines: stored?.lines ?? 0,
})

/** Copies a range that may span chunks; shorter when the output ends before. */
function copyRange(
  reader: ChunkReader,
  stored: StoredHead,
  first: StoredChunk,
  offset: number,
  length: number,
): Buffer {
  const bytes = Buffer.alloc(length)
  let written = 0
  for (let chunk: StoredChunk | undefined = first; chunk && written < length; ) {
    const at = offset + written
    if (at >= chunk.offset + chunk.bytes) break
    written += chunk.content.copy(bytes, written, at - chunk.offset)
    chunk = written < length ? reader.chunkAt(stored.no, offset + written) : undefined
  }
  return bytes.subarray(0, written)
}

/** A file that is only read may be of a version that did not note them. */
function readTimes(db: Database.Database, attempt: AttemptId): OutputTime[] {
  if (!db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'output_times'").get()) return []
  return db
    .prepare<[string], OutputTime>(
      `SELECT at_ms, bytes, lines FROM output_times
       WHERE stream_no = (SELECT no FROM output_streams WHERE attempt = ?) ORDER BY at_ms`,
    )
    .raw()
    .all(attempt)
}

/** Reads stored output (DESIGN §10): chunks know their first line; lines inside a chunk are found on demand. */
export function createOutputStore(db: Database.Database): OutputStore {
  const reader = createChunkReader(db)

  function read(attempt: AttemptId, offset: number, length: number): OutputRange {
    const stored = reader.head(attempt)
    const head = headOf(attempt, stored)
    const from = Math.max(0, Math.min(offset, head.bytes))
    const wanted = Math.max(0, Math.min(length, longestRange, head.bytes - from))
    const chunk = stored && wanted > 0 ? reader.chunkAt(stored.no, from) : undefined
    if (!stored || !chunk) {
      return { attempt, offset: from, bytes: new Uint8Array(0), firstLine: from === 0 ? 0 : lineAt(stored, from), head }
    }
    const firstLine = chunk.firstLine + countLineEnds(chunk.content.subarray(0, from - chunk.offset))
    return { attempt, offset: from, bytes: copyRange(reader, stored, chunk, from, wanted), firstLine, head }
  }

  function lineAt(stored: StoredHead | undefined, offset: number): number {
    const chunk = stored && reader.chunkAt(stored.no, offset)
    return chunk ? chunk.firstLine + countLineEnds(chunk.content.subarray(0, offset - chunk.offset)) : 0
  }

  /** The offset where a line begins; the end of the output for a line that does not exist yet. */
  function offsetOfLine(attempt: AttemptId, line: number): number {
    const stored = reader.head(attempt)
    if (!stored || line <= 0) return 0
    if (line > stored.lines) return stored.bytes
    const chunk = reader.chunkWithLineEnd(stored.no, line)
    const inside = chunk ? behindLineEnd(chunk.content, line - chunk.firstLine) : -1
    return chunk && inside >= 0 ? chunk.offset + inside : stored.bytes
  }

  function find(attempt: AttemptId, text: string, matchCase: boolean, fromByte: number): FoundLines {
    const stored = reader.head(attempt)
    const bytesFrom = (offset: number) => {
      const chunk = stored && reader.chunkAt(stored.no, offset)
      return chunk ? chunk.content.subarray(offset - chunk.offset, chunk.bytes) : new Uint8Array(0)
    }
    const source = { head: headOf(attempt, stored), bytesFrom, lineAt: (offset: number) => lineAt(stored, offset) }
    return findLines(source, text, matchCase, fromByte)
  }

  function* chunks(attempt: AttemptId): Iterable<Uint8Array> {
    const stored = reader.head(attempt)
    for (let offset = 0; stored && offset < stored.bytes; ) {
      const chunk = reader.chunkAt(stored.no, offset)
      if (!chunk || offset >= chunk.offset + chunk.bytes) return
      // The last chunk may have grown meanwhile, and grow again.
      const to = Math.min(chunk.bytes, stored.bytes - chunk.offset)
      yield chunk.content.subarray(offset - chunk.offset, to)
      offset = chunk.offset + to
    }
  }

  return {
    head: (attempt) => headOf(attempt, reader.head(attempt)),
    times: (attempt) => readTimes(db, attempt),
    read,
    readFromLine: (attempt, line, length) => read(attempt, offsetOfLine(attempt, line), length),
    find,
    chunks,
    forget: reader.forget,
  }
}
