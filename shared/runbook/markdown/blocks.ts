/** The blocks of a Markdown document (CommonMark and GFM tables) in order, with their lines. Inline text stays as written. */
import MarkdownIt from 'markdown-it'
import type { Dialect } from './dialect.ts'
import { htmlHeadings, withoutTags } from './html-parts.ts'

/** A list item on the way from the document's edge to a block. */
export type Item = {
  ordered: boolean
  line: number
  endLine: number
  column: number
  /** Text of its first paragraph, as written, and the line that paragraph ends on. */
  text: string
  textEndLine: number
  parent?: Item
}

type Base = { line: number; endLine: number; column: number; item?: Item; quoted: boolean }

export type Block =
  | (Base & { type: 'heading'; level: number; text: string })
  | (Base & { type: 'paragraph'; text: string })
  | (Base & { type: 'code'; fenced: boolean; closed: boolean; fence: string; info: string; text: string })
  | (Base & { type: 'table'; header: string[]; rows: { cells: string[]; line: number }[] })
  | (Base & { type: 'item'; of: Item })

export type Blocks = {
  blocks: Block[]
  /** By index of line (from 0): whether it belongs to a fenced block. */
  isFenced: Uint8Array
  tooDeepAtLine?: number
}

const MAX_NESTING = 100

function createParser(off: string[]) {
  const parser = new MarkdownIt('default', { html: true, maxNesting: MAX_NESTING })
  // Inline parsing is left out: it costs most of the time, and what steps are made of is the source as written.
  parser.core.ruler.enableOnly(['normalize', 'block'])
  parser.block.ruler.disable(off)
  return parser
}

const markdown = createParser([])
/** MDX has neither indented code nor HTML blocks: Markdown between its components is Markdown. */
const mdx = createParser(['code', 'html_block'])

type Token = ReturnType<typeof markdown.parse>[number]

class Collector {
  readonly blocks: Block[] = []
  readonly isFenced: Uint8Array
  tooDeepAtLine?: number
  private readonly tokens: Token[]
  private readonly lines: string[]
  private readonly lists: boolean[] = []
  private item: Item | undefined
  private quotes = 0

  constructor(tokens: Token[], lines: string[]) {
    this.tokens = tokens
    this.lines = lines
    this.isFenced = new Uint8Array(lines.length)
  }

  collect(): this {
    for (let index = 0; index < this.tokens.length; index++) index = this.take(index)
    return this
  }

  private base(token: Token, mark = ''): Base {
    const [start, end] = token.map ?? [0, 1]
    const source = this.lines[start] ?? ''
    const at = mark === '' ? source.search(/\S/) : source.indexOf(mark)
    return {
      line: start + 1,
      endLine: Math.max(start + 1, end),
      column: Math.max(0, at) + 1,
      ...(this.item ? { item: this.item } : {}),
      quoted: this.quotes > 0,
    }
  }

  /** Takes the token at `index`; answers the index of the last token used up. */
  private take(index: number): number {
    const token = this.tokens[index]!
    if (token.level >= MAX_NESTING - 1) this.tooDeepAtLine ??= (token.map?.[0] ?? 0) + 1
    switch (token.type) {
      case 'ordered_list_open':
      case 'bullet_list_open':
        this.lists.push(token.type === 'ordered_list_open')
        return index
      case 'ordered_list_close':
      case 'bullet_list_close':
        this.lists.pop()
        return index
      case 'list_item_open':
        this.openItem(token)
        return index
      case 'list_item_close':
        this.item = this.item?.parent
        return index
      case 'blockquote_open':
        this.quotes++
        return index
      case 'blockquote_close':
        this.quotes--
        return index
      case 'heading_open':
        this.heading(token, this.tokens[index + 1]!)
        return index + 2
      case 'paragraph_open':
        this.paragraph(token, this.tokens[index + 1]!)
        return index + 2
      case 'fence':
      case 'code_block':
        this.code(token)
        return index
      case 'table_open':
        return this.table(token, index)
      case 'html_block':
        this.html(token)
        return index
      default:
        return index
    }
  }

  private openItem(token: Token): void {
    const { line, endLine, column } = this.base(token)
    const ordered = this.lists.at(-1) ?? false
    this.item = {
      ordered,
      line,
      endLine,
      column,
      text: '',
      textEndLine: line,
      ...(this.item ? { parent: this.item } : {}),
    }
    this.blocks.push({ ...this.base(token), type: 'item', of: this.item })
  }

  private heading(token: Token, inline: Token): void {
    this.blocks.push({
      ...this.base(token),
      type: 'heading',
      level: Number(token.tag.slice(1)),
      text: withoutTags(inline.content).trim(),
    })
  }

  private html(token: Token): void {
    const base = this.base(token)
    for (const { level, text, lineOffset } of htmlHeadings(token.content)) {
      const line = base.line + lineOffset
      this.blocks.push({ ...base, line, endLine: line, type: 'heading', level, text })
    }
  }

  private paragraph(token: Token, inline: Token): void {
    const base = this.base(token)
    if (this.item && this.item.text === '') {
      this.item.text = inline.content
      this.item.textEndLine = base.endLine
    }
    this.blocks.push({ ...base, type: 'paragraph', text: inline.content })
  }

  private code(token: Token): void {
    const fenced = token.type === 'fence'
    const fence = fenced ? token.markup : ''
    const base = this.base(token, fence)
    const closed = !fenced || (base.endLine > base.line && this.closes(base.endLine, fence))
    const text = token.content.replace(/\n$/, '')
    if (fenced) this.isFenced.fill(1, base.line - 1, base.endLine)
    this.blocks.push({ ...base, type: 'code', fenced, closed, fence, info: token.info.trim(), text })
  }

  /** Nothing but the fence stands on its last line, whatever list or quotation it is in. */
  private closes(line: number, fence: string): boolean {
    const rest = (this.lines[line - 1] ?? '').replace(/^[\s>]*/, '').trimEnd()
    return rest.length >= fence.length && rest === fence[0]!.repeat(rest.length)
  }

  private table(open: Token, from: number): number {
    const rows: { cells: string[]; line: number }[] = []
    let index = from + 1
    for (; this.tokens[index]!.type !== 'table_close'; index++) {
      const token = this.tokens[index]!
      if (token.type === 'tr_open') rows.push({ cells: [], line: (token.map?.[0] ?? 0) + 1 })
      if (token.type === 'inline') rows.at(-1)?.cells.push(token.content)
    }
    const [header, ...body] = rows
    this.blocks.push({ ...this.base(open), type: 'table', header: header?.cells ?? [], rows: body })
    return index
  }
}

/** `text` must have its line ends normalised. Never throws. */
export function readBlocks(text: string, dialect: Dialect = 'markdown'): Blocks {
  const tokens = (dialect === 'mdx' ? mdx : markdown).parse(text, {})
  const { blocks, isFenced, tooDeepAtLine } = new Collector(tokens, text.split('\n')).collect()
  return { blocks, isFenced, ...(tooDeepAtLine === undefined ? {} : { tooDeepAtLine }) }
}
