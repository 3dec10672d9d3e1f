import { selectFocus } from '../../../shared/domain/project-now.ts'
import { type StepView, selectSteps } from '../../../shared/domain/select-steps.ts'
import { useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { StrategyStrip } from '../strategy/strategy-strip.tsx'
import { MetricsPanel } from './metrics-panel.tsx'
import { NotesPanel } from './notes-panel.tsx'
import { OutputPanel } from './output-panel.tsx'
import { RunbookPanel } from './runbook-panel.tsx'
import { TimelinePanel } from './timeline-panel.tsx'

/** The step whose output is shown: the chosen one, else the one that matters now, else the last that ran. */
function useShownStep(deck: Deck): { view?: StepView; isChosen: boolean } {
  const selected = useUi((ui) => ui.selectedStep)
  // A search leads to runs that are not on the deck as well.
  const chosen = selected && deck.state.runs[selected.runId]
  const run = chosen ?? deck.run
  if (!run) return { isChosen: false }
  const views = selectSteps(deck.state, run, deck.nowMs)
  const byHand = chosen && views.find((view) => view.step.id === selected?.stepId)
  const focus = run.finished ? undefined : selectFocus(views)
  const view = byHand ?? focus ?? views.findLast((each) => each.last !== undefined)
  return { view, isChosen: byHand !== undefined && byHand !== focus }
}

export function DeckView({ deck }: { deck: Deck }) {
  const { view, isChosen } = useShownStep(deck)
  return (
    <main className="deck">
      <StrategyStrip deck={deck} />
      <RunbookPanel deck={deck} />
      <OutputPanel key={view?.step.id ?? 'none'} deck={deck} view={view} isChosen={isChosen} />
      <MetricsPanel deck={deck} />
      <TimelinePanel deck={deck} />
      <NotesPanel deck={deck} />
    </main>
  )
}
