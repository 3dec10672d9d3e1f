/** Markdown made from a plan, so that which code blocks there are, where and with which text is known without reading it. */
import fc from 'fast-check'

/** `isRun`: whether it is one of the forward run's steps, as far as where it stands decides. */
export type Planned = { line: number; endLine: number; text: string; isShell: boolean; isRun: boolean }

export type PlannedDocument = { source: string; blocks: Planned[] }

type Fence = { mark: string; info: string; isShell: boolean; indent: number; lines: string[] }
type Node =
  | { type: 'fence'; fence: Fence }
  | { type: 'words'; text: string }
  | { type: 'quote' | 'note' | 'details' | 'html'; nodes: Node[] }
  | { type: 'list'; mark: string; items: Node[][] }

const word = fc.stringMatching(/^[a-z]{3,8}$/)
const codeLine = fc.oneof(
  word.map((each) => `run-${each} --now`),
  fc.constantFrom(
    '',
    '  indented',
    '\tby a tab',
    '# comment',
    '> not a quotation',
    '- not an item',
    '$HOME/x ${VERSION}',
    '~~',
    '``',
  ),
)
const info = fc.oneof(
  fc.tuple(
    fc.constantFrom('sh', 'bash', 'zsh', 'Shell', 'sh {"timeout":"2m"}', 'bash { timeout=2m }'),
    fc.constant(true),
  ),
  fc.tuple(fc.constantFrom('json', 'yaml', 'text', 'go'), fc.constant(false)),
)
const fence: fc.Arbitrary<Fence> = fc
  .tuple(fc.constantFrom('```', '````', '~~~', '~~~~~'), info, fc.nat(3), word, fc.array(codeLine, { maxLength: 4 }))
  .map(([mark, [infoText, isShell], indent, first, lines]) => ({
    mark,
    info: infoText,
    isShell,
    indent,
    lines: [`run-${first}`, ...lines, 'true'],
  }))
const words = fc.constantFrom(
  'Some words.',
  'More *words* with `code`.\nIn two lines.',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '### Details',
)

const { nodes } = fc.letrec<{ nodes: Node[]; node: Node }>((tie) => ({
  nodes: fc.array(tie('node'), { minLength: 1, maxLength: 4 }),
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fence.map((each): Node => ({ type: 'fence', fence: each })),
    words.map((text): Node => ({ type: 'words', text })),
    fc
      .tuple(fc.constantFrom('quote' as const, 'note' as const, 'details' as const), tie('nodes'))
      .map(([type, inner]): Node => ({ type, nodes: inner })),
    fc
      .tuple(fc.constantFrom('-', '*', '1.', '12)'), fc.array(tie('nodes'), { minLength: 1, maxLength: 3 }))
      .map(([mark, items]): Node => ({ type: 'list', mark, items })),
    fence.map((each): Node => ({ type: 'html', nodes: [{ type: 'fence', fence: each }] })),
  ),
}))

class Writer {
  readonly lines: string[] = []
  readonly blocks: Planned[] = []

  /** `first` stands before the next line only, `rest` before those after it. */
  private first: string | undefined
  private rest = ''
  private isRun = true

  private line(text: string): void {
    const prefix = this.first ?? this.rest
    this.first = undefined
    this.lines.push(`${prefix}${text}`.trimEnd() === prefix.trimEnd() ? prefix.trimEnd() : prefix + text)
  }

  private within(first: string, rest: string, isRun: boolean, write: () => void): void {
    const before = { rest: this.rest, isRun: this.isRun }
    this.first = (this.first ?? this.rest) + first
    this.rest += rest
    this.isRun &&= isRun
    write()
    this.rest = before.rest
    this.isRun = before.isRun
  }

  all(list: Node[]): void {
    for (const [index, node] of list.entries()) {
      if (index > 0) this.line('')
      this.node(node, index)
    }
  }

  private node(node: Node, index: number): void {
    if (node.type === 'fence') this.fence(node.fence, index === 0 ? 0 : node.fence.indent)
    else if (node.type === 'words') for (const text of node.text.split('\n')) this.line(text)
    else if (node.type === 'quote') this.within('> ', '> ', false, () => this.all(node.nodes))
    else if (node.type === 'list') this.list(node.mark, node.items)
    else if (node.type === 'html') this.html(node.nodes)
    else this.around(node.type, node.nodes)
  }

  private list(mark: string, items: Node[][]): void {
    for (const [index, item] of items.entries()) {
      if (index > 0) this.line('')
      this.within(`${mark} `, ' '.repeat(mark.length + 1), true, () => this.all(item))
    }
  }

  private around(type: 'note' | 'details', list: Node[]): void {
    this.line(type === 'note' ? ':::note' : '<details><summary>More</summary>')
    this.line('')
    this.within('', '', type !== 'note', () => this.all(list))
    this.line('')
    this.line(type === 'note' ? ':::' : '</details>')
  }

  /** Without an empty line it is all HTML to a Markdown reader, up to the first empty line. */
  private html(list: Node[]): void {
    this.line('<div>')
    this.within('', '', false, () => {
      for (const node of list)
        if (node.type === 'fence')
          this.fence({ ...node.fence, lines: node.fence.lines.filter((text) => text !== '') }, 0)
    })
    this.line('</div>')
  }

  private fence({ mark, info: infoText, isShell, lines }: Fence, indent: number): void {
    const line = this.lines.length + 1
    const before = ' '.repeat(indent)
    for (const text of [`${mark}${infoText}`, ...lines, mark]) this.line(text === '' ? '' : before + text)
    this.blocks.push({ line, endLine: this.lines.length, text: lines.join('\n'), isShell, isRun: this.isRun })
  }
}

/** Documents with fences nested in lists, quotations, notes, details and HTML, in every kind of line end. */
export const plannedDocuments: fc.Arbitrary<PlannedDocument> = fc
  .tuple(
    nodes,
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.boolean(),
    fc.constantFrom('', '---\ntitle: x\n---\n', '# Production\n\n'),
  )
  .map(([list, end, hasMark, head]) => {
    const writer = new Writer()
    const before = head.split('\n').length - 1
    writer.all(list)
    const source = (hasMark ? '\uFEFF' : '') + [...head.split('\n').slice(0, -1), ...writer.lines, ''].join(end)
    const blocks = writer.blocks.map((each) => ({ ...each, line: each.line + before, endLine: each.endLine + before }))
    return { source, blocks }
  })
