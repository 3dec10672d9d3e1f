import { readSync } from 'node:fs'

const CHUNK_BYTES = 1024 * 1024
const NEWLINE = 10

/** One line without its newline; `whole` is false for what stands after the last newline. */
export type Line = { bytes: Buffer; whole: boolean }

/** Longer lines than this are no entries of ours; they are not collected in memory. */
export const LONGEST_LINE_BYTES = 512 * 1024 * 1024

function read(descriptor: number): Buffer {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  return chunk.subarray(0, readSync(descriptor, chunk, 0, CHUNK_BYTES, null))
}

/** Cuts blocks of bytes into lines, at the memory of one block and one line. Throws on a line that is too long. */
export class LineCutter {
  private rest: Buffer[] = []
  private restBytes = 0;

  *push(block: Buffer): Generator<Line, void> {
    let from = 0
    for (let at = block.indexOf(NEWLINE); at >= 0; at = block.indexOf(NEWLINE, from)) {
      const piece = block.subarray(from, at)
      yield { bytes: this.restBytes > 0 ? Buffer.concat([...this.rest, piece]) : piece, whole: true }
      this.rest = []
      this.restBytes = 0
      from = at + 1
    }
    if (from < block.length) {
      this.rest.push(block.subarray(from))
      this.restBytes += block.length - from
    }
    if (this.restBytes > LONGEST_LINE_BYTES) throw new Error('It has a line of more than 512 MB, which no export has.')
  }

  /** What stands after the last newline. */
  *end(): Generator<Line, void> {
    if (this.restBytes > 0) yield { bytes: Buffer.concat(this.rest), whole: false }
  }
}

/** The lines of an open file from where it stands. */
export function* readLines(descriptor: number): Generator<Line, void> {
  const cutter = new LineCutter()
  for (let chunk = read(descriptor); chunk.length > 0; chunk = read(descriptor)) yield* cutter.push(chunk)
  yield* cutter.end()
}
