/** Searches parts of stored output for a while, and says where to go on. */
import type { Excerpt } from '../../../shared/contract/search.ts'
import { behindLineEnd, countLineEnds } from '../output/count-line-ends.ts'
import type { ChunkSource } from './chunk-source.ts'
import { type ContextReader, createContextReader } from './context-lines.ts'
import { cut, excerptOf, withoutReturn } from './excerpt.ts'
import type { LineMatcher } from './line-matcher.ts'
import type { Cursor, FoundOutput, OutputPart, OutputRead } from './messages.ts'
import { seenBytes } from './seen-bytes.ts'
import { createLineReader, type Piece, type Stretch } from './whole-lines.ts'

/** What one answer carries: more is asked for when there is room for it. */
export const MOST_HITS = 400

export type OutputTools = {
  source: ChunkSource
  /** For context; not the same. */
  aside: ChunkSource
  matcher: LineMatcher
  /** Whether it is time to answer with what there is. */
  isTimeUp: () => boolean
  /** Called before and after an expression is at work. */
  onMatching: (isMatching: boolean) => void
}

/** A line that was found: by bytes of the output, not of what is seen of it. */
type Line = { offset: number; line: number; excerpt: Excerpt; behind: number }

const excerptFrom = (bytes: Buffer, pattern: RegExp) => excerptOf(withoutReturn(bytes.toString('utf8')), pattern)

function* linesOf(stretch: Stretch, { matcher }: OutputTools): Iterable<Line> {
  const { bytes, offset } = stretch
  const seen = seenBytes(bytes)
  let line = -1
  let counted = 0
  let raw = 0
  for (const { start, end } of matcher.lines(seen, 0)) {
    const ends = countLineEnds(seen.subarray(counted, start))
    line = (line < 0 ? stretch.line() : line) + ends
    raw = seen === bytes ? start : raw + behindLineEnd(bytes.subarray(raw), ends)
    counted = start
    const rawEnd = bytes.indexOf(0x0a, raw)
    const excerpt = excerptFrom(seen.subarray(start, end), matcher.pattern)
    yield { offset: offset + raw, line, excerpt, behind: offset + (rawEnd < 0 ? bytes.length : rawEnd + 1) }
  }
}

const seenText = (...parts: Buffer[]) => seenBytes(Buffer.concat(parts)).toString('utf8')

/** A match that begins in the piece; what stands around it was or will be another piece. */
function lineOf({ lead, body, tail, offset, line, next }: Piece, { matcher }: OutputTools): Line | undefined {
  const { pattern } = matcher
  const text = seenText(lead, body, tail)
  const from = seenText(lead).length
  const to = seenText(lead, body).length
  pattern.lastIndex = from
  const match = pattern.exec(text)
  if (!match || match.index >= Math.max(to, from + 1)) return undefined
  const excerpt = cut(withoutReturn(text), [[match.index, match.index + match[0].length]])
  return { offset, line: line(), excerpt, behind: next.offset }
}

/** What is behind a hit's line: context, and where to go on. */
function found(part: OutputPart, line: Line, context: ContextReader, lines: number): FoundOutput {
  const { stream, attempt } = part
  const before = context.before(stream, line.offset, lines)
  const after = context.after(stream, line.behind, lines)
  const { offset } = line
  return { kind: 'output', stream, attempt, offset, line: line.line, before, after, ...line.excerpt }
}

/** `cursor` is where the part is at; undefined when it is done, with `end` for when it grows. */
type Progress = { cursor: Cursor | undefined; end: Cursor }

export function searchOutput(parts: readonly OutputPart[], context: number, tools: OutputTools): OutputRead {
  const reader = createLineReader(tools.source)
  const around = createContextReader(tools.aside)
  const hits: FoundOutput[] = []
  const ends: OutputRead['ends'] = []
  let searchedBytes = 0

  const isFull = () => hits.length >= MOST_HITS || tools.isTimeUp()

  /** Behind a line that reaches over the cursor. */
  function skipped(part: OutputPart, cursor: Cursor): Progress {
    const behind = reader.skip(part.stream, cursor.offset)
    if (behind === undefined) return { cursor: undefined, end: cursor }
    // What a part begins with was searched with the part before it.
    if (cursor !== part.from) searchedBytes += behind - cursor.offset
    const next: Cursor = { offset: behind, at: 'line' }
    return { cursor: next, end: next }
  }

  function step(part: OutputPart, cursor: Cursor): Progress {
    if (cursor.at === 'skip') return skipped(part, cursor)
    const stretch = reader.next(part, cursor)
    if (!stretch) return { cursor: undefined, end: cursor }
    const { next, isOpen } = stretch
    const length = stretch.kind === 'lines' ? stretch.bytes.length : stretch.body.length
    tools.onMatching(true)
    let last: Line | undefined
    for (const line of stretch.kind === 'lines' ? linesOf(stretch, tools) : [lineOf(stretch, tools)]) {
      if (!line) continue
      last = line
      tools.onMatching(false)
      hits.push(found(part, line, around, context))
      tools.onMatching(true)
      if (hits.length >= MOST_HITS && stretch.kind === 'lines' && !isOpen) break
    }
    tools.onMatching(false)
    // A line that is not over is found once, however much comes behind it.
    if (last && isOpen) {
      const behind: Cursor = { offset: stretch.offset + length, at: 'skip' }
      return { cursor: undefined, end: behind }
    }
    if (last && stretch.kind === 'piece') return passed(next.at === 'line' ? next : { ...next, at: 'skip' }, length)
    if (last && hits.length >= MOST_HITS)
      return passed({ offset: last.behind, at: 'line' }, last.behind - stretch.offset)
    searchedBytes += length
    return isOpen ? { cursor: undefined, end: next } : { cursor: next, end: next }
  }

  function passed(next: Cursor, bytes: number): Progress {
    searchedBytes += bytes
    return { cursor: next, end: next }
  }

  for (const [index, part] of parts.entries()) {
    for (let cursor: Cursor | undefined = part.from; cursor; ) {
      const progress = step(part, cursor)
      if (!progress.cursor && part.to === undefined) ends.push({ stream: part.stream, cursor: progress.end })
      if (progress.cursor && isFull()) return answer([{ ...part, from: progress.cursor }, ...parts.slice(index + 1)])
      cursor = progress.cursor
    }
    if (isFull()) return answer(parts.slice(index + 1))
  }
  return answer([])

  function answer(rest: OutputPart[]): OutputRead {
    return { hits, rest, ends, searchedBytes }
  }
}
