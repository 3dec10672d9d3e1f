/** A ledger file with output that is cut into chunks wherever a test likes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { openDatabase } from '../../../../main/event-store/database.ts'
import { createChunkWriter, type StreamState } from '../../../../main/event-store/output/chunk-writer.ts'
import { countLineEnds } from '../../../../main/event-store/output/count-line-ends.ts'
import { createChunkSource } from '../../../../main/event-store/search/chunk-source.ts'
import { createLineMatcher, type Matching } from '../../../../main/event-store/search/line-matcher.ts'
import type { Cursor, FoundOutput } from '../../../../main/event-store/search/messages.ts'
import { searchOutput } from '../../../../main/event-store/search/search-output.ts'
import { attemptId } from '../../../../shared/ids.ts'

export function temporaryLedger() {
  const root = mkdtempSync(join(tmpdir(), 'cockpit-search-'))
  const file = join(root, 'ledger.db')
  const db = openDatabase(file)
  db.pragma('synchronous = OFF')
  const dispose = () => {
    db.close()
    rmSync(root, { recursive: true, force: true })
  }
  return { file, db, dispose }
}

/** Appends output to an attempt, one chunk each. */
export function storeChunks(db: Database.Database, name: string, chunks: readonly Buffer[]): StreamState {
  const writer = createChunkWriter(db, Date.now)
  const attempt = attemptId(name)
  return chunks
    .filter((chunk) => chunk.length > 0)
    .reduce((state, masked) => {
      const advance = { masked, lines: countLineEnds(masked), rawBytes: state.rawBytes + masked.length, maskOpen: -1 }
      return writer.commit(state, undefined, advance).state
    }, writer.open(attempt))
}

export const cutAt = (bytes: Buffer, places: readonly number[]): Buffer[] => {
  const sorted = [...new Set(places)].toSorted((a, b) => a - b)
  return [0, ...sorted].map((from, index) => bytes.subarray(from, sorted[index] ?? bytes.length))
}

/** Asks until nothing is left, in parts that begin where `borders` say, as two threads would. */
export function searchAll(
  db: Database.Database,
  { no, attempt = 'a-1' }: { no: number; attempt?: string },
  matching: Matching,
  { borders = [] as number[], from = { offset: 0, at: 'line' } as Cursor, context = 0 } = {},
): { hits: FoundOutput[]; cursor: Cursor } {
  const tools = {
    source: createChunkSource(db),
    aside: createChunkSource(db),
    matcher: createLineMatcher(matching),
    isTimeUp: () => true,
    onMatching: () => {},
  }
  const starts: Cursor[] = [from, ...borders.map((offset): Cursor => ({ offset, at: 'skip' }))]
  const hits: FoundOutput[] = []
  let cursor = from
  for (const [index, start] of starts.entries()) {
    const to = starts[index + 1]?.offset
    let parts = [{ stream: no, attempt: attemptId(attempt), from: start, ...(to === undefined ? {} : { to }) }]
    while (parts.length > 0) {
      const answer = searchOutput(parts, context, tools)
      hits.push(...answer.hits)
      parts = answer.rest as typeof parts
      cursor = answer.ends.at(-1)?.cursor ?? cursor
    }
  }
  return { hits, cursor }
}
