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

/** The lines of an open file from where it stands, at the memory of one chunk and one line. Throws on a line that is too long. */
export function* readLines(descriptor: number): Generator<Line, void> {
  let rest: Buffer[] = []
  let restBytes = 0
  for (let chunk = read(descriptor); chunk.length > 0; chunk = read(descriptor)) {
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      const piece = chunk.subarray(from, at)
      yield { bytes: restBytes > 0 ? Buffer.concat([...rest, piece]) : piece, whole: true }
      rest = []
      restBytes = 0
      from = at + 1
    }
    if (from < chunk.length) {
      rest.push(chunk.subarray(from))
      restBytes += chunk.length - from
    }
    if (restBytes > LONGEST_LINE_BYTES) throw new Error('It has a line of more than 512 MB, which no export has.')
  }
  if (restBytes > 0) yield { bytes: Buffer.concat(rest), whole: false }
}
