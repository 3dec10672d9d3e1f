import type { StepView } from '../../../shared/domain/select-steps.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import type { Deck } from '../../state/use-deck.ts'
import { GatePane } from './gate-pane.tsx'
import { JudgePane } from './judge-pane.tsx'
import { StepPreview } from './step-preview.tsx'

/** Steps of people and of the cockpit itself: no line will come. */
const PRINTS_NOTHING = ['manual', 'instruction', 'approval', 'wait', 'gate', 'judge']

type Props = { deck: Deck; attempt: AttemptState; view: StepView }

/** What there is to see of an attempt that printed nothing. */
export function NoOutput({ deck, attempt, view }: Props) {
  const sentence = attempt.reason ?? attempt.note
  return (
    <>
      {attempt.kind === 'gate' && <GatePane deck={deck} attempt={attempt} />}
      {attempt.kind === 'judge' && <JudgePane deck={deck} attempt={attempt} />}
      {PRINTS_NOTHING.includes(attempt.kind) || attempt.endedAtMs !== undefined ? (
        <StepPreview deck={deck} view={view} hidesCommand />
      ) : (
        <p className="empty">Nothing printed yet. Lines appear here as the command writes them.</p>
      )}
      {sentence && !attempt.gate?.judged && !attempt.judging?.judged && <p className="output-said">{sentence}</p>}
    </>
  )
}
