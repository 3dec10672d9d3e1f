import { formatMany } from '../../../../shared/documents/words.ts'
import { Mark } from '../../../components/mark.tsx'
import type { Deck } from '../../../state/use-deck.ts'
import { StartButton } from './start-button.tsx'

export function NothingRuns({ deck }: { deck: Deck }) {
  const stages = deck.definition.runbook.stages.filter((stage) => stage.kind === 'forward')
  return (
    <div className="what is-calm">
      <div className="what-head">
        <span className="label what-state">
          <Mark name="ring" /> <span className="clip">Nothing has run in {deck.environment.name}</span>
        </span>
      </div>
      <div className="what-title clip">{stages.map((stage) => stage.title).join(', ') || 'No stage to run'}</div>
      <div className="what-foot">
        <span className="small t2 clip grow">
          {stages.map((stage) => `${stage.title}: ${formatMany(stage.steps.length, 'step')}`).join(', ')}
        </span>
        <StartButton />
      </div>
    </div>
  )
}
