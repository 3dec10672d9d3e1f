/**
 * What stands around a line besides lists and quotations: comments, notes (`> [!NOTE]`, `!!! note`, `:::note`, `<Note>`, `{% hint %}`), tabs that offer
 * one of several, and `<details>` whose summary means trouble or a way back. Other containers are transparent.
 */
import { meaningOfHeading } from './heading-meaning.ts'
import { decodeEntities, withoutTags } from './html-parts.ts'
import { plainText } from './plain-text.ts'

export type Surrounding = { kind: 'note' | 'tab' | 'details' | 'comment'; title: string }

const STRENGTH = { note: 1, tab: 2, details: 3, comment: 4 }

/** Deeper nesting is not followed: nobody writes it, and it must not cost time. */
const MAX_DEPTH = 40

const NOTES =
  'note|notes|tip|info|information|warning|caution|danger|important|hint|attention|error|success|check|callout|admonition|aside|alert|notice|seealso|example|question|quote'
const TABS = 'tabs|tab|tabset|tab-set|tab-item|tabitem|tabpanel|tabpane|codegroup|code-group|codetabs|code-tabs'
const IS_NOTE = new RegExp(`^(?:${NOTES})$`, 'i')
const IS_TAB = new RegExp(`^(?:${TABS})$`, 'i')

const TAG = /<(\/?)(details|[A-Z][A-Za-z]{1,20})((?:\s[^<>]{0,300})?)>/g
const LIQUID = /\{%-?\s*(end)?([a-z]+)\b([^%{}]{0,300})%\}/g
const SHORTCODE = /\{\{[<%]\s*(\/?)([a-z-]+)\b([^<>%{}]{0,300})[>%]\}\}/g
const COLONS = /^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*:{3,}\s*(?:\{?\.?([A-Za-z][\w-]*)\}?(.*))?$/
const INDENTING = /^( *)(?:(?:!!!|\?\?\?\+?)\s+(\S.*)|===[+!]?\s+(["'].*))$/
const ALERT = /^[\s>*+-]*>\s*\[!(\w+)\]/
const COMMENTS: [RegExp, string][] = [
  [/^[\s>*+-]*<!--/, '-->'],
  [/^\s*\{\/\*/, '*/}'],
  [/^\s*<%#/, '%>'],
]

type Mark = { family: string; close: boolean; name: string; rest: string }

function marksOf(line: string): Mark[] {
  const marks: Mark[] = []
  const text = line.includes('`') ? line.replace(/`[^`]*`/g, '') : line
  const add = (family: string, pattern: RegExp) => {
    for (const [, closing = '', name = '', rest = ''] of text.matchAll(pattern))
      if (!rest.endsWith('/') && (name === 'details' || IS_NOTE.test(name) || IS_TAB.test(name)))
        marks.push({ family, close: closing !== '', name, rest })
  }
  if (text.includes('<')) add('tag', TAG)
  if (text.includes('{%')) add('liquid', LIQUID)
  if (text.includes('{{')) add('shortcode', SHORTCODE)
  const colons = line.includes(':::') ? COLONS.exec(line) : null
  if (colons && !/[\w"'\]}]\s*:{3,}\s*$/.test(line))
    marks.push({ family: ':::', close: colons[1] === undefined, name: colons[1] ?? '', rest: colons[2] ?? '' })
  return marks
}

const titleIn = (rest: string): string =>
  /(?:title|label|header|tabName)=["'{]+([^"'}]+)/i.exec(rest)?.[1] ??
  /(?:name|value|type)=["'{]+([^"'}]+)/i.exec(rest)?.[1] ??
  /^\s*\[?([^\]{}]*)/.exec(rest)?.[1]?.trim() ??
  ''

function summaryAfter(lines: readonly string[], from: number): string {
  const text = lines
    .slice(from, from + 6)
    .join('\n')
    .slice(0, 2000)
  const summary = /<summary[^<>]*>([\s\S]*?)<\/summary>/i.exec(text)?.[1] ?? ''
  return plainText(decodeEntities(withoutTags(summary)).replace(/<[^<>]*>/g, ''))
}

export class Surroundings {
  private readonly lines: readonly string[]
  private readonly found: (Surrounding | undefined)[]

  /** `isFenced[n]`: the line with index n belongs to a fenced block, so that it opens and closes nothing. */
  constructor(lines: readonly string[], isFenced: Uint8Array) {
    this.lines = lines
    this.found = new Array(lines.length)
    this.comments(isFenced)
    this.pairs(isFenced)
    this.indented(isFenced)
    this.alerts()
  }

  /** `line` counts from 1. */
  at(line: number): Surrounding | undefined {
    return this.found[line - 1]
  }

  /** What is filled first is further in, and stays among equals. */
  private fill(from: number, to: number, surrounding: Surrounding): void {
    for (let index = from; index <= to && index < this.found.length; index++) {
      const held = this.found[index]
      if (!held || STRENGTH[held.kind] < STRENGTH[surrounding.kind]) this.found[index] = surrounding
    }
  }

  private comments(isFenced: Uint8Array): void {
    for (let index = 0; index < this.lines.length; index++) {
      const line = this.lines[index]!
      const [opening, end] = (!isFenced[index] && COMMENTS.find(([start]) => start.test(line))) || []
      if (!opening || end === undefined) continue
      const from = index
      while (index < this.lines.length && !this.lines[index]!.includes(end)) index++
      if (index > from) this.fill(from, index, { kind: 'comment', title: '' })
    }
  }

  private pairs(isFenced: Uint8Array): void {
    const open: { mark: Mark; at: number }[] = []
    for (const [index, line] of this.lines.entries()) {
      if (isFenced[index] || this.found[index]?.kind === 'comment') continue
      for (const mark of marksOf(line)) {
        if (!mark.close) {
          open.push({ mark, at: index })
          if (open.length > MAX_DEPTH) open.shift()
          continue
        }
        const at = open.findLastIndex(
          ({ mark: { family, name } }) => family === mark.family && (name === mark.name || family === ':::'),
        )
        if (at === -1) continue
        const [opened] = open.splice(at)
        const surrounding = this.meaningOf(opened!.mark, opened!.at)
        if (surrounding) this.fill(opened!.at, index, surrounding)
      }
    }
  }

  private meaningOf({ name, rest }: Mark, at: number): Surrounding | undefined {
    const title = titleIn(rest)
    if (IS_NOTE.test(name)) return { kind: 'note', title: title || name }
    if (IS_TAB.test(name)) return { kind: 'tab', title }
    if (name !== 'details') return undefined
    const summary = summaryAfter(this.lines, at) || title
    return meaningOfHeading(summary) === 'forward' ? undefined : { kind: 'details', title: summary }
  }

  /** MkDocs: what is indented by four below `!!! note`, `??? note` or `=== "Tab"`. */
  private indented(isFenced: Uint8Array): void {
    for (const [index, line] of this.lines.entries()) {
      const match = isFenced[index] ? null : INDENTING.exec(line)
      if (!match) continue
      const [, indent = '', note, tab] = match
      const last = this.lastIndented(index, indent.length + 4)
      const [type = '', ...words] = (note ?? '').split(/\s+/)
      const quoted = (text: string) => /["'](.*)["']/.exec(text)?.[1]
      if (tab !== undefined) this.fill(index, last, { kind: 'tab', title: quoted(tab) ?? '' })
      else this.fill(index, last, { kind: 'note', title: quoted(words.join(' ')) || type })
    }
  }

  private lastIndented(from: number, least: number): number {
    let last = from
    for (let index = from + 1; index < this.lines.length; index++) {
      const line = this.lines[index]!.replace(/^\t+/, (tabs) => ' '.repeat(4 * tabs.length))
      if (line.trim() === '') continue
      if (line.search(/\S/) < least) break
      last = index
    }
    return last
  }

  private alerts(): void {
    for (let index = 0; index < this.lines.length; index++) {
      const type = ALERT.exec(this.lines[index]!)?.[1]
      if (type === undefined) continue
      const from = index
      while (index + 1 < this.lines.length && /^\s*>/.test(this.lines[index + 1]!)) index++
      this.fill(from, index, { kind: 'note', title: type.toLowerCase() })
    }
  }
}
