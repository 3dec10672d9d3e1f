import { useRef, useState } from 'react'
import type { StepView } from '../../../shared/domain/select-steps.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import { useSession, useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { AttemptOutput } from './attempt-output.tsx'
import { isTerminalShown, TerminalOutput } from './terminal-output.tsx'
import { useFindKey } from './use-find-key.ts'

type Props = { deck: Deck; attempt: AttemptState; view: StepView }

/** A terminal while the step can be answered, unless somebody wants to read its lines; lines for everything else. */
export function ShownOutput({ deck, attempt, view }: Props) {
  const [isTranscript, setTranscript] = useState(false)
  const [isFinding, setFinding] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useFindKey(() => {
    setTranscript(true)
    setFinding(true)
    requestAnimationFrame(() => field.current?.select())
  })
  const setUi = useSetUi()
  const { replay } = useSession()
  const isGoneTo = useUi((ui) => ui.shownLine?.attempt === attempt.id)
  const { title } = view.step
  const lines = (
    <AttemptOutput
      deck={deck}
      attempt={attempt}
      view={view}
      find={isFinding ? { field, onClose: () => setFinding(false) } : undefined}
    />
  )
  // A terminal that is played answers what programs ask of it: a replay shows its lines.
  if (replay || !isTerminalShown(deck.state, attempt)) return lines
  if (!isTranscript && !isGoneTo)
    return <TerminalOutput deck={deck} attempt={attempt} title={title} onTranscript={() => setTranscript(true)} />
  return (
    <>
      <div className="terminal-bar">
        <span className="clip">Interactive: these are its lines so far.</span>
        <button
          type="button"
          className="btn end"
          onClick={() => {
            setUi({ shownLine: undefined })
            setTranscript(false)
          }}
        >
          Back to the terminal
        </button>
      </div>
      {lines}
    </>
  )
}
