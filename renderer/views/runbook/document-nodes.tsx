/** Markdown tokens as elements, with steps in the place of the blocks they were made of. Nothing is loaded: pictures and addresses are shown as words. */
import { createElement, Fragment, type ReactNode } from 'react'
import { type DocumentToken, withoutAnnotation } from '../../../shared/runbook/review/document-tokens.ts'
import { NotRun } from './not-run.tsx'
import type { Review } from './review-context.ts'
import { StepCard } from './step-card.tsx'

const TAGS = new Set('h1 h2 h3 h4 h5 h6 p ul ol li table thead tbody tr th td blockquote strong em s'.split(' '))

type Slots = Pick<Review, 'stepsAt' | 'notStepsAt'>

/** Where the token that opens at `from` is closed. */
function closing(tokens: readonly DocumentToken[], from: number): number {
  let depth = 0
  for (let at = from; at < tokens.length; at++) {
    depth += tokens[at]!.nesting
    if (depth === 0) return at
  }
  return tokens.length
}

const lineOf = ({ map }: DocumentToken) => (map ? map[0] + 1 : 0)

export function nodesOf(tokens: readonly DocumentToken[], slots: Slots): ReactNode[] {
  const nodes: ReactNode[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!
    if (token.nesting !== 1) {
      nodes.push(<Fragment key={at}>{leafOf(token, slots)}</Fragment>)
      continue
    }
    const end = closing(tokens, at)
    nodes.push(<Fragment key={at}>{elementOf(token, tokens.slice(at + 1, end), slots)}</Fragment>)
    at = end
  }
  return nodes
}

function elementOf(open: DocumentToken, inner: readonly DocumentToken[], slots: Slots): ReactNode {
  if (open.type === 'list_item_open') return itemOf(open, inner, slots)
  if (open.type === 'tr_open') return rowOf(open, inner, slots)
  if (open.type === 'link_open') return linkOf(open, nodesOf(inner, slots))
  if (open.hidden || !TAGS.has(open.tag)) return nodesOf(inner, slots)
  const start = open.tag === 'ol' ? open.attrGet('start') : null
  if (start !== null)
    return (
      <ol dir="auto" start={Number(start)}>
        {nodesOf(inner, slots)}
      </ol>
    )
  return createElement(open.tag, { dir: 'auto' }, ...nodesOf(inner, slots))
}

/** An item that is a step says so in its card; what else stands in it follows. */
function itemOf(open: DocumentToken, inner: readonly DocumentToken[], slots: Slots): ReactNode {
  const placed = slots.stepsAt.get(lineOf(open))?.filter(({ step }) => step.kind !== 'command' && step.kind !== 'http')
  const left = slots.notStepsAt.get(lineOf(open))
  if (!placed?.length)
    return (
      <li dir="auto">
        {left && !inner.some(({ type }) => type === 'fence' || type === 'code_block') && (
          <NotRun reason={left.reason} />
        )}
        {nodesOf(inner, slots)}
      </li>
    )
  const [paragraph, inline] = inner
  const words = withoutAnnotation(inline?.content ?? '').replace(/^\[[ xX]\]\s*/, '')
  const isSaid = paragraph?.type === 'paragraph_open' && words === placed[0]!.step.title
  return (
    <li className="review-item-step">
      {placed.map((each) => (
        <StepCard key={each.step.id} placed={each} />
      ))}
      {nodesOf(isSaid ? inner.slice(3) : inner, slots)}
    </li>
  )
}

/** A row that is a step keeps its place in the table; the card stands below it. */
function rowOf(open: DocumentToken, inner: readonly DocumentToken[], slots: Slots): ReactNode {
  const placed = slots.stepsAt.get(lineOf(open))
  const row = <tr>{nodesOf(inner, slots)}</tr>
  if (!placed) return row
  return (
    <>
      {row}
      <tr className="review-row-step">
        <td colSpan={inner.filter(({ type }) => type === 'td_open').length}>
          {placed.map((each) => (
            <StepCard key={each.step.id} placed={each} />
          ))}
        </td>
      </tr>
    </>
  )
}

/** The address is said, and nothing goes there. */
function linkOf(open: DocumentToken, words: ReactNode): ReactNode {
  const address = String(open.attrGet('href') ?? '')
  return (
    <span className="review-link" title={address}>
      {words}
    </span>
  )
}

const markup = (text: string) => text.replace(/<!--[\s\S]*?-->/g, '').replace(/<\/?[A-Za-z][^>]*>/g, '')

function leafOf(token: DocumentToken, slots: Slots): ReactNode {
  switch (token.type) {
    case 'inline':
      return nodesOf(token.children ?? [], slots)
    case 'fence':
    case 'code_block':
      return codeOf(token, slots)
    case 'code_inline':
      return <code className="mono">{token.content}</code>
    case 'hr':
      return <hr />
    case 'softbreak':
      return ' '
    case 'hardbreak':
      return <br />
    case 'image':
      return <span className="t3">[picture: {token.content || token.attrGet('src')}]</span>
    case 'html_block':
      return markup(token.content).trim() && <p className="t2">{markup(token.content)}</p>
    case 'html_inline':
      return null
    default:
      return withoutAnnotation(token.content)
  }
}

function codeOf(token: DocumentToken, slots: Slots): ReactNode {
  const placed = slots.stepsAt.get(lineOf(token))
  if (placed) return placed.map((each) => <StepCard key={each.step.id} placed={each} />)
  const left = slots.notStepsAt.get(lineOf(token))
  return (
    <div className="review-left">
      <NotRun reason={left?.reason ?? 'It is not a step.'} />
      <pre className="well mono t2">{token.content.replace(/\n$/, '')}</pre>
    </div>
  )
}
