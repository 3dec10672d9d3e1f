/** Under the title of what runs: its progress, or the one thing it asks for. */
import { formatClock } from '../../../../shared/documents/words.ts'
import { nextMove } from '../../../../shared/domain/next-move.ts'
import { MAY_WAIT, type NowSubject } from '../../../../shared/domain/project-now.ts'
import { selectStep } from '../../../../shared/domain/steps.ts'
import { selectAsking } from '../../../../shared/domain/stop.ts'
import type { AttemptId, StepId } from '../../../../shared/ids.ts'
import { ProgressBar } from '../../../components/progress-bar.tsx'
import { formatTime } from '../../../components/time.ts'
import { useSession, useSetUi } from '../../../state/context.tsx'
import type { Deck } from '../../../state/use-deck.ts'
import { answerStep } from '../../deck/focus-terminal.ts'
import { StartButton } from './start-button.tsx'

export function Foot({ deck, now, tookMs }: { deck: Deck; now: NowSubject; tookMs: number | undefined }) {
  if (!deck.isOpen) return <RunOver deck={deck} now={now} />
  if (now.unanswered) return <Unanswered now={now} />
  const asking = selectAsking(deck.state, nextMove(deck.state, deck.run!, deck.nowMs))
  return asking ? (
    <CancelForRollback attemptId={asking.id} title={titleOf(deck, asking.stepId)} />
  ) : (
    <Progress now={now} tookMs={tookMs} />
  )
}

/** Nobody can see from outside whether a command waits: it is said as a guess, with the way to answer. */
function Unanswered({ now }: { now: NowSubject }) {
  const session = useSession()
  return (
    <div className="what-foot">
      <span className="small t2 clip grow" title={`${MAY_WAIT}.`}>
        <span className="wide-only">{MAY_WAIT}</span>
        <span className="narrow-only">It may be waiting for an answer</span>
      </span>
      <button type="button" className="btn btn-primary" onClick={() => answerStep(session, now.unanswered!.id)}>
        Answer <kbd>A</kbd>
      </button>
    </div>
  )
}

const titleOf = (deck: Deck, id: StepId) => selectStep(deck.definition, id)?.title ?? id

/** `on-rollback=ask`: the answer stands where the question does. */
function CancelForRollback({ attemptId, title }: { attemptId: AttemptId; title: string }) {
  const setUi = useSetUi()
  return (
    <div className="what-foot">
      <span className="small t2 clip grow">The rollback waits for its end.</span>
      <button
        type="button"
        className="btn btn-danger"
        onClick={() => setUi({ dialog: { kind: 'stop-step', attemptId, title, isAgain: false } })}
      >
        Cancel it…
      </button>
    </div>
  )
}

function Progress({ now, tookMs }: { now: NowSubject; tookMs: number | undefined }) {
  const isRunning = now.sinceMs !== undefined
  if (now.tone === 'unknown') return <div className="t2 clip">{now.next}</div>
  return (
    <div className="what-foot">
      <ProgressBar
        share={now.plannedMs && tookMs !== undefined ? tookMs / now.plannedMs : 0}
        tone={now.tone === 'rollback' ? 'red' : 'accent'}
        label="Time against plan"
      />
      <span className="what-clock">
        <b className={isRunning ? 'clock-running' : ''}>{tookMs === undefined ? '0:00' : formatClock(tookMs)}</b>
        <span className="t2"> {now.plannedMs ? `of ${formatClock(now.plannedMs)}` : 'no plan'}</span>
      </span>
    </div>
  )
}

function RunOver({ deck, now }: { deck: Deck; now: NowSubject }) {
  return (
    <div className="what-foot">
      <span className="small t2 clip grow" title={now.next}>
        took {formatClock(now.tookMs ?? 0)}, ended {formatTime(deck.run!.finished!.atMs, deck.offsetMinutes)}
        {now.next ? `. ${now.next}` : ''}
      </span>
      <StartButton />
    </div>
  )
}
