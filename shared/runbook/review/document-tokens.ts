/** The whole of a runbook as Markdown tokens with their lines, by the same rules its steps are found by. Pure; loads nothing. */
import MarkdownIt from 'markdown-it'
import { normaliseText } from '../lines.ts'
import { readFrontMatter } from '../markdown/front-matter.ts'

const parser = new MarkdownIt('default', { html: true, linkify: false, maxNesting: 100 })

export type DocumentToken = ReturnType<typeof parser.parse>[number]

/** One block at the edge of the document, with its first line (from 1). What is said of lines `fromLine` up to, not including, `toLine` is shown with it. */
export type DocumentBlock = { line: number; fromLine: number; toLine: number; tokens: DocumentToken[] }

/** Text must read as it is: what turns the reading order of a line around is left out. */
const readable = (text: string) => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')

export function documentBlocks(file: string, text: string): DocumentBlock[] {
  const { body } = readFrontMatter(file, normaliseText(text))
  const blocks: Pick<DocumentBlock, 'line' | 'tokens'>[] = []
  let open: DocumentToken[] = []
  for (const token of parser.parse(readable(body), {})) {
    open.push(token)
    if (token.level > 0 || token.nesting === 1) continue
    blocks.push({ line: (open[0]!.map?.[0] ?? 0) + 1, tokens: open })
    open = []
  }
  return blocks.map((block, index) => ({
    ...block,
    fromLine: index === 0 ? 1 : block.line,
    toLine: blocks[index + 1]?.line ?? Number.POSITIVE_INFINITY,
  }))
}

/** The attributes a heading, an item or a lead-in may end with. */
export const withoutAnnotation = (text: string): string => text.replace(/\s*\{[^{}]*[=:][^{}]*\}\s*$/, '')
