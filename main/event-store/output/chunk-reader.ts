import type Database from 'better-sqlite3'
import type { AttemptId } from '../../../shared/ids.ts'
import { type Codec, decodeChunk } from './chunk-codec.ts'

export type StoredHead = { no: number; bytes: number; lines: number }
export type StoredChunk = { offset: number; bytes: number; firstLine: number; lines: number; content: Buffer }

type Row = { no: number; offset: number; bytes: number; first_line: number; lines: number; codec: Codec; data?: Buffer }

const cachedChunks = 6

const statementsOf = (db: Database.Database) => {
  const chunk = 'SELECT no, offset, bytes, first_line, lines, codec FROM output_chunks WHERE stream_no = ?'
  return {
    head: db.prepare<[string], StoredHead>('SELECT no, bytes, lines FROM output_streams WHERE attempt = ?'),
    at: db.prepare<[number, number], Row>(`${chunk} AND offset <= ? ORDER BY offset DESC LIMIT 1`),
    withLineEnd: db.prepare<[number, number], Row>(
      `${chunk} AND first_line < ? ORDER BY first_line DESC, offset DESC LIMIT 1`,
    ),
    data: db.prepare<[number, number], { codec: Codec; data: Buffer }>(
      'SELECT codec, data FROM output_chunks WHERE no = ? AND bytes = ?',
    ),
  }
}

export type ChunkReader = {
  head(attempt: AttemptId): StoredHead | undefined
  /** The chunk that holds the byte at `offset`. */
  chunkAt(streamNo: number, offset: number): StoredChunk | undefined
  /** The chunk that holds the nth line end (from 1). */
  chunkWithLineEnd(streamNo: number, nth: number): StoredChunk | undefined
  forget(): void
}

/** Reads stored chunks; a few stay decompressed, least recently used go first. */
export function createChunkReader(db: Database.Database): ChunkReader {
  const statements = statementsOf(db)
  const cache = new Map<string, Buffer>()

  function remember(key: string, content: Buffer): Buffer {
    cache.delete(key)
    cache.set(key, content)
    const oldest = cache.keys().next().value
    if (cache.size > cachedChunks && oldest !== undefined) cache.delete(oldest)
    return content
  }

  /** The last chunk may grow, so its size is part of the key, and of what is asked for. */
  function contentOf(row: Row): Buffer | undefined {
    const key = `${row.no}:${row.bytes}`
    const cached = cache.get(key)
    if (cached) return remember(key, cached)
    const stored = statements.data.get(row.no, row.bytes)
    return stored && remember(key, decodeChunk(stored.codec, stored.data, row.bytes))
  }

  function load(find: () => Row | undefined): StoredChunk | undefined {
    for (;;) {
      const row = find()
      if (!row) return undefined
      const content = contentOf(row)
      // Otherwise the chunk grew between the two reads: look again.
      if (content) return { offset: row.offset, bytes: row.bytes, firstLine: row.first_line, lines: row.lines, content }
    }
  }

  return {
    forget: () => cache.clear(),
    head: (attempt) => statements.head.get(attempt),
    chunkAt: (streamNo, offset) => load(() => statements.at.get(streamNo, offset)),
    chunkWithLineEnd: (streamNo, nth) => load(() => statements.withLineEnd.get(streamNo, nth)),
  }
}
