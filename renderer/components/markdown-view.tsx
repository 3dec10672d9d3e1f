/** Markdown of our own documents as elements. Only what stands in the list below can appear; HTML, links and images cannot. */
import { createElement, Fragment, memo, type ReactNode } from 'react'
import { reportTokens } from '../../shared/documents/reports/report-html.ts'

type Token = ReturnType<typeof reportTokens>[number]

const TAGS = [
  'h1',
  'h2',
  'h3',
  'h4',
  'p',
  'ul',
  'ol',
  'li',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'blockquote',
  'strong',
  'em',
  's',
]

/** What stands between two tags, up to the closing one. */
function childrenOf(tokens: readonly Token[], from: number): { nodes: ReactNode[]; next: number } {
  const nodes: ReactNode[] = []
  let at = from
  while (at < tokens.length) {
    const token = tokens[at]!
    if (token.nesting === -1) return { nodes, next: at + 1 }
    if (token.nesting === 1) {
      const inner = childrenOf(tokens, at + 1)
      const tag = token.hidden || !TAGS.includes(token.tag) ? Fragment : token.tag
      nodes.push(createElement(tag, { key: at }, ...inner.nodes))
      at = inner.next
      continue
    }
    nodes.push(<Fragment key={at}>{leafOf(token)}</Fragment>)
    at += 1
  }
  return { nodes, next: at }
}

function leafOf(token: Token): ReactNode {
  switch (token.type) {
    case 'inline':
      return childrenOf(token.children ?? [], 0).nodes
    case 'fence':
    case 'code_block':
      return <pre className="well mono">{token.content}</pre>
    case 'code_inline':
      return <code className="mono">{token.content}</code>
    case 'hr':
      return <hr />
    case 'softbreak':
    case 'hardbreak':
      return <br />
    default:
      return token.content
  }
}

/** Read once per text: what is around it renders every second. */
export const MarkdownView = memo(({ markdown }: { markdown: string }) => (
  <div className="markdown">{childrenOf(reportTokens(markdown), 0).nodes}</div>
))
