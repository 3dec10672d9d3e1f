/** The whole runbook as it reads, with its steps where they stand. */
import { memo } from 'react'
import type { DocumentBlock } from '../../../shared/runbook/review/document-tokens.ts'
import { reachable } from '../../components/reachable.ts'
import { nodesOf } from './document-nodes.tsx'
import { FindingBand } from './finding-band.tsx'
import { type Review, ReviewContext } from './review-context.ts'
import { StepCard } from './step-card.tsx'

type Props = { blocks: readonly DocumentBlock[]; review: Review; isRead: boolean }

/** Rendered when something of it changed, not with every tick of the clock. */
export const DocumentPage = memo(({ blocks, review, isRead }: Props) => (
  <ReviewContext value={review}>
    <div className="scroll review-document markdown" {...reachable}>
      {blocks.map((block) => (
        <Block key={block.line} block={block} review={review} />
      ))}
      {!isRead && <p className="empty">Reading the release folder.</p>}
      {isRead && blocks.length === 0 && <StepsAlone review={review} />}
    </div>
  </ReviewContext>
))

function Block({ block, review }: { block: DocumentBlock; review: Review }) {
  const { line, fromLine, toLine, tokens } = block
  const bands = review.looseFindings.filter((each) => each.line >= fromLine && each.line < toLine)
  return (
    <div className="review-block" id={`review-line-${line}`} data-line={line}>
      <span className="review-line t3" aria-hidden="true">
        {line}
      </span>
      <div className="review-text">
        {nodesOf(tokens, review)}
        {bands.map((finding) => (
          <FindingBand key={`${finding.line} ${finding.code} ${finding.message}`} finding={finding} />
        ))}
      </div>
    </div>
  )
}

/** The file cannot be read now: what the record knows of it. */
function StepsAlone({ review }: { review: Review }) {
  const placed = [...review.stepsAt.values()].flat()
  if (placed.length === 0)
    return (
      <p className="empty">
        The runbook has no steps yet. Write a shell block, a task item or an ordered list into runbook.md: it appears
        here as a step.
      </p>
    )
  return placed.map((each) => <StepCard key={each.step.id} placed={each} />)
}
