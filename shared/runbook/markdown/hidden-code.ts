/**
 * Code that a person sees in the source and a Markdown reader does not: fences inside HTML and comments, fences indented too far, `<pre>`. It is never
 * run, and never lost.
 */
import { decodeEntities } from './html-parts.ts'

export type HiddenCode = {
  line: number
  endLine: number
  column: number
  info: string
  text: string
  form: 'fence' | 'far-indented-fence' | 'pre'
  closed: boolean
}

const OPENER = /^([\s>]*(?:(?:[-*+]|\d+[.)]|:)\s+)*)(`{3,}|~{3,})(.*)$/
const PRE = /^[\s>]*(?:<[a-z][^<>]{0,200}>\s*){0,5}<pre\b([^<>]{0,200})>/i
const ENDS_COMMENT = /-->|\*\/\}/

const widthOf = (text: string) => text.replace(/\t/g, '    ').length

function openerOf(line: string): { prefix: string; fence: string; info: string } | undefined {
  if (!line.includes('```') && !line.includes('~~~')) return undefined
  const [, prefix = '', fence = '', info = ''] = OPENER.exec(line) ?? []
  const isInline = fence === '' || (fence.startsWith('`') && info.includes('`'))
  return isInline ? undefined : { prefix, fence, info: info.trim() }
}

const isClosing = (line: string, fence: string): boolean => {
  const rest = line.replace(/^[\s>]*/, '').trimEnd()
  return rest.length >= fence.length && rest === fence[0]!.repeat(rest.length)
}

/** What the opening fence is quoted and indented by is no part of the text. */
const inner = (line: string, prefix: string): string => {
  let rest = line
  for (let quote = prefix.indexOf('>'); quote !== -1; quote = prefix.indexOf('>', quote + 1))
    rest = rest.replace(/^\s*>/, '')
  let left = widthOf(prefix.slice(prefix.lastIndexOf('>') + 1))
  let at = 0
  for (; left > 0 && (rest[at] === ' ' || rest[at] === '\t'); at++) left -= rest[at] === '\t' ? 4 : 1
  return rest.slice(at)
}

class Scanner {
  readonly found: HiddenCode[] = []
  private readonly lines: readonly string[]
  private readonly isFenced: Uint8Array
  private lastPreEnd: number

  constructor(lines: readonly string[], isFenced: Uint8Array) {
    this.lines = lines
    this.isFenced = isFenced
    this.lastPreEnd = lines.findLastIndex((line) => /<\/pre>/i.test(line))
  }

  scan(): HiddenCode[] {
    for (let index = 0; index < this.lines.length; index++) {
      if (this.isFenced[index]) continue
      const opener = openerOf(this.lines[index]!)
      if (opener) index = this.fence(index, opener)
      else index = this.pre(index)
    }
    return this.found
  }

  private fence(from: number, { prefix, fence, info }: { prefix: string; fence: string; info: string }): number {
    const indent = prefix.includes('>') ? 0 : widthOf(prefix)
    const isFar = indent >= 4
    let last = from
    let closed = false
    for (let index = from + 1; index < this.lines.length && !this.isFenced[index]; index++) {
      const line = this.lines[index]!
      if (ENDS_COMMENT.test(line)) break
      if (isFar && line.trim() !== '' && widthOf(/^\s*/.exec(line)![0]) < indent - 3) break
      last = index
      closed = isClosing(line, fence)
      if (closed) break
    }
    const text = this.lines.slice(from + 1, closed ? last : last + 1).map((line) => inner(line, prefix))
    this.found.push({
      line: from + 1,
      endLine: last + 1,
      column: prefix.length + 1,
      info,
      text: text.join('\n').trimEnd(),
      form: isFar ? 'far-indented-fence' : 'fence',
      closed,
    })
    return last
  }

  private pre(from: number): number {
    const match = this.lines[from]!.includes('<') ? PRE.exec(this.lines[from]!) : null
    if (!match) return from
    let last = from
    while (!/<\/pre>/i.test(this.lines[last]!) && last + 1 < this.lines.length) {
      if (this.isFenced[last + 1] || (from > this.lastPreEnd && this.lines[last + 1]!.trim() === '')) break
      last++
    }
    const whole = [this.lines[from]!.slice(match[0].length), ...this.lines.slice(from + 1, last + 1)].join('\n')
    const language =
      /(?:lang(?:uage)?[-=]["']?|highlight-source-)([\w-]+)/i.exec(match[1]! + whole.slice(0, 200))?.[1] ?? ''
    const text = decodeEntities(whole.replace(/<\/pre>[\s\S]*$/i, '').replace(/<\/?[a-z][^<>]{0,200}>/gi, ''))
    this.found.push({
      line: from + 1,
      endLine: last + 1,
      column: this.lines[from]!.search(/</) + 1,
      info: language,
      text: text.replace(/^\n+|\s+$/g, ''),
      form: 'pre',
      closed: true,
    })
    return last
  }
}

/** `isFenced[n]`: the line with index n belongs to a fenced block that is read as one. */
export const hiddenCode = (lines: readonly string[], isFenced: Uint8Array): HiddenCode[] =>
  new Scanner(lines, isFenced).scan()
