/**
 * Finds text in stored output, a MiB at a time, so that nothing waits for it and no more than that is in memory. Works on bytes: offsets stay exact
 * whatever encoding a command prints.
 */
import type { FoundLines, OutputHead } from '../../ports/output-store.ts'

const REGION_BYTES = 1_048_576
/** What one answer carries. */
const MOST_LINES = 20_000

const asBytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

/** Every spelling of a character that differs in case alone, as bytes of UTF-8. */
function anyCase(character: string): string {
  const spellings = new Set([character, character.toLowerCase(), character.toUpperCase()].map(asBytes))
  const all = [...spellings].map(escaped)
  // A class is several times as fast as a choice.
  if ([...spellings].every((each) => each.length === 1)) return all.length === 1 ? all[0]! : `[${all.join('')}]`
  return all.length === 1 ? all[0]! : `(?:${all.join('|')})`
}

/** For text read as latin1: one character is one byte. */
export const patternOf = (text: string, matchCase: boolean): RegExp =>
  new RegExp(matchCase ? escaped(asBytes(text)) : Array.from(text, anyCase).join(''), 'g')

/** The lines a pattern stands on, each with how often; `until` is where the line behind the last one begins when there were too many. */
function scan(text: string, firstLine: number, pattern: RegExp, most: number) {
  const lines: [line: number, count: number][] = []
  let line = firstLine
  let counted = 0
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    for (let end = text.indexOf('\n', counted); end >= 0 && end < match.index; end = text.indexOf('\n', counted)) {
      counted = end + 1
      line++
    }
    const last = lines.at(-1)
    if (last?.[0] === line) last[1]++
    else if (lines.length === most) return { lines, until: counted }
    else lines.push([line, 1])
  }
  return { lines, until: text.length }
}

type Source = {
  head: OutputHead
  /** The stored bytes from `offset` on, as many as stand together; empty at the end. */
  bytesFrom(offset: number): Uint8Array
  lineAt(offset: number): number
}

function regionOf({ bytesFrom, head }: Source, from: number): string {
  const parts: Uint8Array[] = []
  const to = Math.min(head.bytes, from + REGION_BYTES)
  for (let at = from; at < to; ) {
    const bytes = bytesFrom(at).subarray(0, to - at)
    if (bytes.length === 0) break
    parts.push(bytes)
    at += bytes.length
  }
  return Buffer.concat(parts).toString('latin1')
}

export function findLines(source: Source, text: string, matchCase: boolean, fromByte: number): FoundLines {
  const { head } = source
  const from = Math.min(fromByte, head.bytes)
  const region = regionOf(source, from)
  const firstLine = source.lineAt(from)
  const pattern = patternOf(text, matchCase)
  const isEnd = from + region.length >= head.bytes
  const lineEnd = region.lastIndexOf('\n') + 1
  // A line longer than a region is searched in pieces that overlap by less than one match.
  const isPiece = lineEnd === 0 && region.length >= REGION_BYTES
  const whole = isPiece ? region.length : lineEnd
  const { lines, until } = scan(region.slice(0, whole), firstLine, pattern, MOST_LINES)
  const overlap = isPiece ? asBytes(text).length - 1 : 0
  if (until < whole) return { lines, scannedTo: from + until, isEnd: false, head }
  const open = isEnd ? scan(region.slice(whole), head.lines, pattern, 1).lines[0] : undefined
  return {
    lines,
    ...(open ? { open } : {}),
    scannedTo: from + whole - overlap,
    isEnd: isEnd && !isPiece,
    head,
  }
}
