/** What the step printed: live, complete, and only as much of it in the window as can be seen. */
import { useState } from 'react'
import { overSsh } from '../../../shared/documents/connection-words.ts'
import type { StepView } from '../../../shared/domain/select-steps.ts'
import { hostOf } from '../../../shared/runbook/runner.ts'
import { formatTime } from '../../components/time.ts'
import { useCockpit, useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { AttemptTabs } from './attempt-tabs.tsx'
import { BranchTabs } from './branch-tabs.tsx'
import { CommandStrip } from './command-strip.tsx'
import { IncompleteOutput } from './incomplete-output.tsx'
import { LostConnection } from './lost-connection.tsx'
import { ShownOutput } from './shown-output.tsx'
import { StepPreview } from './step-preview.tsx'

type Props = { deck: Deck; view: StepView | undefined; isChosen: boolean }

export function OutputPanel({ deck, view, isChosen }: Props) {
  const setUi = useSetUi()
  const [attemptNumber, setAttemptNumber] = useState<number>()
  const shownLine = useUi((ui) => ui.shownLine)
  const rewinds = useCockpit((state) => state.rewinds ?? 0)
  const attempt =
    view?.attempts.find((each) => each.id === shownLine?.attempt) ??
    view?.attempts.find((each) => each.number === attemptNumber) ??
    view?.last
  const host =
    attempt?.identity?.host ??
    (view && deck.run ? hostOf(deck.run.definition, deck.run.environment, view.step) : undefined)
  return (
    <section className="output-panel" aria-label="Output">
      <div className="panel-head">
        <h2>Output</h2>
        <span className="t2 clip">
          {view ? `step ${view.label}` : 'of the step you choose'}
          {attempt && `, attempt ${attempt.number}, started ${formatTime(attempt.startedAtMs, deck.offsetMinutes)}`}
          {host && `, ${overSsh(host)}`}
        </span>
        {isChosen && deck.isOpen && (
          <button type="button" className="btn btn-plain end nowrap" onClick={() => setUi({ selectedStep: undefined })}>
            Back to what runs
          </button>
        )}
        {view && (
          <AttemptTabs
            attempts={view.attempts}
            shown={attempt}
            onChoose={(number) => {
              setUi({ shownLine: undefined })
              setAttemptNumber(number)
            }}
          />
        )}
      </div>
      {view && <BranchTabs deck={deck} view={view} />}
      {view && <CommandStrip step={view.step} />}
      <LostConnection lost={attempt?.lost} offsetMinutes={deck.offsetMinutes} />
      <IncompleteOutput attempt={attempt} />
      {attempt && view ? (
        <ShownOutput
          key={`${attempt.id} ${attempt.erasures ?? 0} ${rewinds}`}
          deck={deck}
          attempt={attempt}
          view={view}
        />
      ) : (
        <StepPreview deck={deck} view={view} />
      )}
    </section>
  )
}
