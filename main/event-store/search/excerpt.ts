/** The part of a line that is shown of a match. */
import type { Excerpt, TextRange } from '../../../shared/contract/search.ts'

const MOST_CHARACTERS = 400
/** Shown in front of the first match of a long line. */
const LEAD_CHARACTERS = 100
const MOST_RANGES = 20

/** Where a pattern (global) matches in one line; empty matches have no place. */
function rangesIn(line: string, pattern: RegExp): TextRange[] {
  const ranges: TextRange[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(line); match && ranges.length < MOST_RANGES; match = pattern.exec(line)) {
    const [{ length }] = match
    if (length > 0) ranges.push([match.index, match.index + length])
    else pattern.lastIndex++
  }
  return ranges
}

const isLowSurrogate = (text: string, at: number) => text.charCodeAt(at) >> 10 === 0x37

/** Not inside a character. */
const whole = (text: string, at: number) => (isLowSurrogate(text, at) ? at - 1 : at)

export function cut(line: string, ranges: TextRange[]): Excerpt {
  const first = ranges[0]?.[0] ?? 0
  const from = line.length <= MOST_CHARACTERS ? 0 : whole(line, Math.max(0, first - LEAD_CHARACTERS))
  const to = whole(line, Math.min(line.length, from + MOST_CHARACTERS))
  const inside = ranges.filter(([start]) => start < to)
  return {
    text: line.slice(from, to),
    ranges: inside.map(([start, end]): TextRange => [start - from, Math.min(end, to) - from]),
    isCutBefore: from > 0,
    isCutAfter: to < line.length,
  }
}

/** `line` has no line end. */
export const excerptOf = (line: string, pattern: RegExp): Excerpt => cut(line, rangesIn(line, pattern))

/** A line of context, cut where it is long. */
export const shortened = (line: string): string => line.slice(0, whole(line, Math.min(line.length, MOST_CHARACTERS)))

export const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line)
