/** The offline review: the runbook as it reads with its steps in place, what is to be said about it, what each command will be, and who signed it. */

import { isOpenThread } from '../../../shared/domain/comments/select-comments.ts'
import { Segments } from '../../components/segments.tsx'
import { useSession, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { useReview } from '../../state/use-review.ts'
import { SubjectApprovals } from '../plan/subject-approvals.tsx'
import { RehearseButton } from '../rehearsal/rehearse-button.tsx'
import { CommentsPanel } from './comments-panel.tsx'
import { CompareButton } from './compare-button.tsx'
import { ComparePane } from './compare-pane.tsx'
import { DocumentPage } from './document-page.tsx'
import { FindingsPanel } from './findings-panel.tsx'
import { OutlinePanel } from './outline-panel.tsx'
import { PlannedTimeline } from './planned-timeline.tsx'
import { ResolvedPanel } from './resolved-panel.tsx'
import { ReviewHead } from './review-head.tsx'
import { ReviewPrints } from './review-prints.tsx'
import { SignReview } from './sign-review.tsx'
import { usePaper } from './use-paper.ts'
import { useReviewKeys } from './use-review-keys.ts'
import { type Reviewed, useReviewed } from './use-reviewed.ts'

export function RunbookView({ deck }: { deck: Deck }) {
  const definition = deck.state.definition!
  const reading = useReview(deck)
  const pane = useUi((ui) => ui.review.pane)
  const reviewed = useReviewed(deck, reading.source, {
    wanted: useUi((ui) => ui.environment),
    usual: deck.environment.name,
  })
  useReviewKeys(reviewed)
  usePaper()
  const { review, blocks, outline, placed } = reviewed
  const chosen = placed.find(({ step }) => step.id === review.chosen)
  return (
    <main className="review">
      <ReviewHead
        deck={deck}
        headline={reading.source?.headline || 'Reading the release folder.'}
        actions={[
          ['compare', <CompareButton key="compare" />],
          ['rehearse', <RehearseButton key="rehearse" />],
          ['print', <ReviewPrints key="print" deck={deck} />],
          ['sign', <SignReview key="sign" deck={deck} found={reviewed.found} />],
        ]}
      />
      <OutlinePanel outline={outline} review={review} />
      <section className="review-page" aria-label="Runbook">
        {reading.problem && <p className="empty">{reading.problem}</p>}
        {reading.source?.isLoaded === false && (
          <p className="review-broken">
            The folder cannot be loaded as it is now: the findings say why. Steps and digest are of the last definition
            on record.
          </p>
        )}
        {pane === 'compare' ? (
          <ComparePane deck={deck} />
        ) : (
          <DocumentPage
            blocks={blocks}
            review={review}
            isRead={reading.source !== undefined || reading.problem !== undefined}
          />
        )}
      </section>
      <aside className="review-side">
        <ResolvedPanel
          placed={chosen}
          environments={definition.environments}
          environment={reviewed.environmentOf(chosen)}
          variables={chosen ? review.variablesOf(chosen) : []}
        />
        <Side deck={deck} reviewed={reviewed} isRead={reading.source !== undefined} />
      </aside>
      <PlannedTimeline deck={deck} hints={reviewed.hints} />
    </main>
  )
}

type SideProps = { deck: Deck; reviewed: Reviewed; isRead: boolean }

function Side({ deck, reviewed, isRead }: SideProps) {
  const { ui } = useSession()
  const side = useUi((state) => state.review.side)
  const { found, threads, review } = reviewed
  const open = threads.filter(isOpenThread).length
  return (
    <section className="review-said-all" aria-label="Findings, comments and sign-off">
      <div className="panel-head">
        <Segments
          label="What is shown"
          options={[
            ['findings', `Findings ${found.length}`],
            ['comments', `Comments ${open}`],
            ['sign-off', 'Sign-off'],
          ]}
          value={side}
          onChange={(next) => ui.setState((state) => ({ review: { ...state.review, side: next } }))}
        />
      </div>
      <div className="scroll" role="tabpanel">
        {side === 'findings' && <FindingsPanel deck={deck} found={found} isRead={isRead} />}
        {side === 'comments' && <CommentsPanel threads={threads} review={review} />}
        {side === 'sign-off' && <SubjectApprovals deck={deck} about={{ kind: 'review' }} title="Signed as reviewed" />}
      </div>
    </section>
  )
}
