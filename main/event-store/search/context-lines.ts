/** The lines around one that was found. Reads over a source of its own, so that what is being searched stays where it is. */
import type { ChunkSource } from './chunk-source.ts'
import { shortened, withoutReturn } from './excerpt.ts'
import { seenBytes } from './seen-bytes.ts'

/** A context line is hardly longer; of one that is, the part next to the line found is shown. */
const BYTES_PER_LINE = 4096

export type ContextReader = {
  /** Lines before the one that begins at `offset`. */
  before(stream: number, offset: number, lines: number): string[]
  /** Lines from `offset` on, the beginning of a line. */
  after(stream: number, offset: number, lines: number): string[]
}

const split = (bytes: Buffer) =>
  seenBytes(bytes)
    .toString('utf8')
    .split('\n')
    .map((line) => shortened(withoutReturn(line)))

export function createContextReader(source: ChunkSource): ContextReader {
  return {
    before(stream, offset, lines) {
      if (lines === 0 || offset === 0) return []
      const from = Math.max(0, offset - lines * BYTES_PER_LINE)
      const bytes = source.copy(stream, from, offset - from)
      // The last is empty: the line end in front of `offset`.
      return split(bytes).slice(-lines - 1, -1)
    },
    after(stream, offset, lines) {
      if (lines === 0) return []
      const found = split(source.copy(stream, offset, lines * BYTES_PER_LINE))
      return found.at(-1) === '' ? found.slice(0, -1).slice(0, lines) : found.slice(0, lines)
    },
  }
}
