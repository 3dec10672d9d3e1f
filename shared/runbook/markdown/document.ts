/** A Markdown file taken apart once: front matter, blocks, what stands around them, and the code that is not read as such. */
import { normaliseText } from '../lines.ts'
import { type Block, readBlocks } from './blocks.ts'
import { isCommandLike } from './command-like.ts'
import { type Dialect, dialectOf } from './dialect.ts'
import { type FrontMatter, readFrontMatter } from './front-matter.ts'
import { type HiddenCode, hiddenCode } from './hidden-code.ts'
import { Surroundings } from './surroundings.ts'

export type Document = {
  file: string
  dialect: Dialect
  front: FrontMatter
  /** As written, front matter included. */
  lines: string[]
  blocks: Block[]
  hidden: HiddenCode[]
  surroundings: Surroundings
  tooDeepAtLine?: number
}

type Code = Extract<Block, { type: 'code' }>

export const asBlock = ({ line, endLine, column, info, text, closed }: HiddenCode): Code => ({
  type: 'code',
  line,
  endLine,
  column,
  quoted: false,
  fenced: true,
  fence: '```',
  info,
  text,
  closed,
})

/** Indentation means nothing in MDX: a fence is one wherever it stands. */
function promoted(blocks: readonly Block[], hidden: readonly HiddenCode[]): Block[] {
  const real = hidden.filter(({ form }) => form === 'far-indented-fence').map(asBlock)
  return real.length === 0 ? [...blocks] : [...blocks, ...real].sort((a, b) => a.line - b.line)
}

/** What is left of an indented block around the fences in it, as far as it could be commands. */
function* remainders(block: Code, hidden: readonly HiddenCode[]): Generator<Code> {
  const lines = block.text.split('\n')
  let from = block.line
  for (const { line, endLine } of [...hidden, { line: block.endLine + 1, endLine: block.endLine + 1 }]) {
    const text = lines.slice(from - block.line, Math.max(0, line - block.line)).join('\n')
    if (isCommandLike(text)) yield { ...block, text, line: from, endLine: line - 1 }
    from = endLine + 1
  }
}

/** An indented block with fences in it is those fences: both readings at once would list the same lines twice. */
function splitIndented(blocks: readonly Block[], hidden: readonly HiddenCode[]): Block[] {
  let next = 0
  return blocks.flatMap((block) => {
    if (block.type !== 'code' || block.fenced) return [block]
    while (next < hidden.length && hidden[next]!.endLine < block.line) next++
    let end = next
    while (end < hidden.length && hidden[end]!.line <= block.endLine) end++
    return end === next ? [block] : [...remainders(block, hidden.slice(next, end))]
  })
}

export function readDocument(file: string, text: string): Document {
  const whole = normaliseText(text)
  const dialect = dialectOf(file)
  const front = readFrontMatter(file, whole)
  const lines = whole.split('\n')
  const { blocks, isFenced, ...depth } = readBlocks(front.body, dialect)
  const hidden = hiddenCode(lines, isFenced)
  const isMdx = dialect === 'mdx'
  return {
    file,
    dialect,
    front,
    lines,
    blocks: isMdx ? promoted(blocks, hidden) : splitIndented(blocks, hidden),
    hidden: isMdx ? hidden.filter(({ form }) => form !== 'far-indented-fence') : hidden,
    surroundings: new Surroundings(lines, isFenced),
    ...depth,
  }
}
