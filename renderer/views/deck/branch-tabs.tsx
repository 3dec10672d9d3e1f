/** Steps that run side by side: which one's output is shown. */

import type { StepView } from '../../../shared/domain/select-steps.ts'
import { selectSteps } from '../../../shared/domain/select-steps.ts'
import { StepMark } from '../../components/step-mark.tsx'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

export function BranchTabs({ deck, view }: { deck: Deck; view: StepView }) {
  const setUi = useSetUi()
  const run = deck.runs.find((each) => each.id === view.last?.runId) ?? deck.run
  if (!run || view.branches.length < 2) return null
  const branches = selectSteps(deck.state, run, deck.nowMs).filter((each) => view.branches.includes(each.step.id))
  return (
    <div className="branch-tabs" role="tablist" aria-label={`Branches of ${view.step.attributes.parallel}`}>
      {branches.map((each) => (
        <button
          key={each.step.id}
          type="button"
          role="tab"
          className="segment"
          aria-selected={each.step.id === view.step.id}
          onClick={() => setUi({ selectedStep: { runId: run.id, stepId: each.step.id } })}
        >
          <StepMark view={each} /> <span className="clip">{each.step.title}</span>
        </button>
      ))}
    </div>
  )
}
