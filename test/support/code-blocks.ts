/**
 * Two readers of Markdown that share nothing with the cockpit's, to hold it against: markdown-it as it comes, and a dozen lines that know nothing but
 * what a fence looks like.
 */
import MarkdownIt from 'markdown-it'
import { parseRunbook } from '../../shared/runbook/markdown/parse-runbook.ts'

const commonmark = new MarkdownIt('commonmark')
commonmark.core.ruler.enableOnly(['normalize', 'block'])

type Range = { line: number; endLine: number }

const splitLines = (text: string) => text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)

/** The lines of front matter, which plain Markdown takes for text. */
function frontMatterLines(lines: string[]): number {
  const fence = lines[0]?.trimEnd()
  if ((fence !== '---' && fence !== '+++') || !/^["'\w.-]+\s*[:=]/.test(lines[1] ?? '')) return 0
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === fence)
  return end + 1
}

/** Fences wherever they stand, in HTML, comments and far to the right as well. */
function simpleFences(lines: string[]): Range[] {
  const found: Range[] = []
  let open: { mark: string; line: number } | undefined
  for (const [index, line] of lines.entries()) {
    const bare = line.replace(/^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*/, '')
    const mark = /^(`{3,}|~{3,})/.exec(open ? line.replace(/^[\s>]*/, '') : bare)?.[1]
    if (!mark) continue
    if (!open && !(mark[0] === '`' && bare.slice(mark.length).includes('`'))) open = { mark, line: index + 1 }
    else if (open && mark.startsWith(open.mark) && line.trimEnd().endsWith(mark)) {
      found.push({ line: open.line, endLine: index + 1 })
      open = undefined
    }
  }
  return found
}

/** What a runbook's listing lacks or lists twice, by both readers; and how many blocks they know. */
export function heldAgainstOthers(file: string, text: string): { blocks: number; lost: string[] } {
  const { runbook } = parseRunbook(file, text)
  const steps = runbook.stages
    .flatMap((stage) => stage.steps)
    .filter(({ kind }) => kind === 'command' || kind === 'http')
  const listed = [...steps, ...runbook.notSteps].map(({ position }) => position)
  const lines = splitLines(text)
  const after = frontMatterLines(lines)
  const lost: string[] = []
  const tokens = /\.mdx$/i.test(file) ? [] : commonmark.parse(lines.join('\n'), {})
  const blocks = tokens.flatMap(({ type, map }) =>
    (type === 'fence' || type === 'code_block') && map && map[0] >= after
      ? [{ type, line: map[0] + 1, endLine: Math.max(map[0] + 1, map[1]) }]
      : [],
  )
  for (const { type, line, endLine } of blocks) {
    const exact = listed.filter((each) => each.line === line && (type === 'code_block' || each.endLine === endLine))
    const inside = type === 'code_block' && listed.some((each) => each.line <= endLine && each.endLine >= line)
    if (exact.length !== 1 && !inside) lost.push(`${file}:${line}: ${type} listed ${exact.length} times`)
  }
  const simple = simpleFences(lines)
  for (const { line } of simple)
    if (!listed.some((each) => each.line <= line && each.endLine >= line))
      lost.push(`${file}:${line}: fence not listed`)
  return { blocks: Math.max(blocks.length, simple.length), lost }
}
