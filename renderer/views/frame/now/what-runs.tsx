/** The step that runs, waits or ended last, in the first third of the band. */

import { type NowSubject, projectNow } from '../../../../shared/domain/project-now.ts'
import { Mark, type MarkName } from '../../../components/mark.tsx'
import { markOfStep } from '../../../components/step-mark.tsx'
import { useCockpit } from '../../../state/context.tsx'
import type { Deck } from '../../../state/use-deck.ts'
import { NothingRuns } from './nothing-runs.tsx'
import { Foot } from './run-foot.tsx'
import { Standing } from './standing.tsx'

const FINISHED_MARKS: Record<string, MarkName> = { succeeded: 'tick', failed: 'failed', stopped: 'square' }

const markOf = (deck: Deck, now: NowSubject): MarkName => {
  if (now.view && now.heading.startsWith('Paused')) return 'bars'
  if (now.unanswered) return 'person'
  if (now.view) return now.tone === 'rollback' ? 'back' : markOfStep(now.view)
  if (deck.run?.finished) return deck.run.kind === 'rollback' ? 'back' : FINISHED_MARKS[deck.run.finished.outcome]!
  return now.tone === 'rollback' ? 'back' : 'play'
}

export function WhatRuns({ deck }: { deck: Deck }) {
  const heads = useCockpit((state) => state.heads)
  if (deck.state.standing && !deck.isOpen && !deck.run?.rehearsal) return <Standing deck={deck} />
  if (!deck.run) return <NothingRuns deck={deck} />
  const now = projectNow(deck.state, deck.run, deck.nowMs, (id) => heads[id]?.atMs)
  const tookMs = now.sinceMs === undefined ? now.tookMs : deck.nowMs - now.sinceMs
  return (
    <div className={`what is-${now.tone}`} role="status" aria-live="polite">
      <div className="what-head">
        <span className="label what-state">
          <Mark name={markOf(deck, now)} /> <span className="clip">{now.heading}</span>
        </span>
        <span className="what-next clip">
          {deck.isOpen && now.tone !== 'unknown' && !now.unanswered ? now.next : ''}
        </span>
      </div>
      <div className="what-title clip" title={now.title}>
        {now.title}
      </div>
      <Foot deck={deck} now={now} tookMs={tookMs} />
    </div>
  )
}
