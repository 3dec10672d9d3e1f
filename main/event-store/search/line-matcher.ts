/** Finds the lines of a stretch of bytes that match. Works on bytes as long as it can: what is decoded costs several times as much. */
import type { SearchQuery } from '../../../shared/contract/search.ts'
import { compilePattern } from './pattern.ts'

/** Decoded at once: strings of this size live in memory that is reused. */
const SLICE_BYTES = 32 * 1024
const NEWLINE = 0x0a

/** A line by its bytes in the stretch, the line end not included. */
export type MatchingLine = { start: number; end: number }

export type LineMatcher = {
  /** Global; for excerpts and for pieces of lines that are too long. */
  pattern: RegExp
  /** Lines that match from `from` (the beginning of a line) on, in order. */
  lines(bytes: Buffer, from: number): Iterable<MatchingLine>
}

export type Matching = Pick<SearchQuery, 'text' | 'mode' | 'matchCase'>

const lineEndFrom = (bytes: Buffer, at: number) => {
  const end = bytes.indexOf(NEWLINE, at)
  return end < 0 ? bytes.length : end
}

function* linesWith(needle: Buffer, bytes: Buffer, from: number): Iterable<MatchingLine> {
  for (let at = bytes.indexOf(needle, from); at >= 0; ) {
    const start = at === 0 ? 0 : bytes.lastIndexOf(NEWLINE, at - 1) + 1
    const end = lineEndFrom(bytes, at)
    yield { start, end }
    at = bytes.indexOf(needle, end + 1)
    if (end >= bytes.length) return
  }
}

/** Stretches of whole lines, each about as long as is decoded at once. */
function* slices(bytes: Buffer, from: number): Iterable<[from: number, to: number]> {
  for (let at = from; at < bytes.length; ) {
    const most = at + SLICE_BYTES
    const last = most >= bytes.length ? bytes.length : bytes.lastIndexOf(NEWLINE, most - 1) + 1
    const to = last > at ? last : Math.min(bytes.length, lineEndFrom(bytes, most) + 1)
    yield [at, to]
    at = to
  }
}

type CharacterLine = [start: number, end: number]

/** For patterns that match no line end. */
function* linesAtOnce(text: string, pattern: RegExp): Iterable<CharacterLine> {
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const start = match.index === 0 ? 0 : text.lastIndexOf('\n', match.index - 1) + 1
    // Behind the last line end there is no line.
    if (start >= text.length) return
    const found = text.indexOf('\n', match.index)
    const end = found < 0 ? text.length : found
    yield [start, end]
    if (end >= text.length) return
    pattern.lastIndex = end + 1
  }
}

function* linesOneByOne(text: string, pattern: RegExp): Iterable<CharacterLine> {
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    pattern.lastIndex = 0
    if (pattern.test(text.slice(start, end))) yield [start, end]
    start = end + 1
  }
}

/** Lines of a decoded slice as bytes: counted by line ends, which stay exact whatever was not UTF-8. */
function* asBytes(text: string, bytes: Buffer, from: number, to: number, lines: Iterable<CharacterLine>) {
  const isOneToOne = text.length === to - from
  let character = 0
  let byte = from
  for (const [start, end] of lines) {
    if (isOneToOne) {
      yield { start: from + start, end: from + end }
      continue
    }
    for (; character < start; character = text.indexOf('\n', character) + 1) byte = bytes.indexOf(NEWLINE, byte) + 1
    yield { start: byte, end: lineEndFrom(bytes, byte) }
  }
}

function* linesMatching(
  bytes: Buffer,
  from: number,
  { pattern, isWithinLines, isAscii }: { pattern: RegExp; isWithinLines: boolean; isAscii: boolean },
  onSlice: () => void,
): Iterable<MatchingLine> {
  for (const [start, end] of slices(bytes, from)) {
    onSlice()
    const text = bytes.toString(isAscii ? 'latin1' : 'utf8', start, end)
    const lines = isWithinLines ? linesAtOnce(text, pattern) : linesOneByOne(text, pattern)
    yield* asBytes(text, bytes, start, end, lines)
  }
}

/** `onSlice` is called before each stretch that an expression works on. Throws `BadPattern`. */
export function createLineMatcher(matching: Matching, onSlice: () => void = () => {}): LineMatcher {
  const compiled = compilePattern(matching)
  const { pattern } = compiled
  const needle = matching.mode === 'plain' && matching.matchCase ? Buffer.from(matching.text) : undefined
  return {
    pattern,
    lines: (bytes, from) => (needle ? linesWith(needle, bytes, from) : linesMatching(bytes, from, compiled, onSlice)),
  }
}
