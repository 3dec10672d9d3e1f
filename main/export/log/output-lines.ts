/** Stored output as plain lines, in blocks, at the memory of one block. */
import { plainOutputLine } from '../../../shared/documents/log/plain-output.ts'

/** A line longer than this goes on as the next one: a command may print gigabytes without a newline. */
const LONGEST_LINE = 64 * 1024

export function* outputLines(chunks: Iterable<Uint8Array>): Generator<string[], void> {
  const decoder = new TextDecoder()
  let rest = ''
  const cut = (text: string): string[] => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (; rest.length > LONGEST_LINE; rest = rest.slice(LONGEST_LINE)) lines.push(rest.slice(0, LONGEST_LINE))
    return lines.map(plainOutputLine)
  }
  for (const chunk of chunks) yield cut(decoder.decode(chunk, { stream: true }))
  yield cut(decoder.decode())
  if (rest !== '') yield [plainOutputLine(rest)]
}

/** Bytes `from` up to `to` of stored output. */
export function* outputRange(chunks: Iterable<Uint8Array>, from: number, to: number): Generator<Uint8Array, void> {
  let at = 0
  for (const chunk of chunks) {
    if (at >= to) return
    const [start, end] = [Math.max(0, from - at), Math.min(chunk.length, to - at)]
    if (start < end) yield chunk.subarray(start, end)
    at += chunk.length
  }
}
