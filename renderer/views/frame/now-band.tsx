/** What runs, how long is left, the rollback: at the top of every view while a run is open; a breach makes it grow. */
import { formatClock } from '../../../shared/documents/words.ts'
import { nextMove } from '../../../shared/domain/next-move.ts'
import { MAY_WAIT, type NowSubject, projectNow } from '../../../shared/domain/project-now.ts'
import type { RunState } from '../../../shared/domain/state.ts'
import { selectStep } from '../../../shared/domain/steps.ts'
import { selectAsking } from '../../../shared/domain/stop.ts'
import type { AttemptId, StepId } from '../../../shared/ids.ts'
import { ClockCell } from '../../components/clock-cell.tsx'
import { countSteps } from '../../components/count-steps.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { markOfStep } from '../../components/step-mark.tsx'
import { formatDay, formatTime } from '../../components/time.ts'
import { useCockpit, useSession, useSetUi } from '../../state/context.tsx'
import { useBreaches } from '../../state/use-breaches.ts'
import { type Deck, selectClocks } from '../../state/use-deck.ts'
import { answerStep } from '../deck/focus-terminal.ts'
import { BreachExtras, BreachValue, BreachWhy } from './breach-band.tsx'
import { RollbackControl } from './rollback-control.tsx'

export function NowBand({ deck }: { deck: Deck }) {
  const breaches = useBreaches(deck)
  const isRollingBack = deck.run?.kind === 'rollback' && !deck.run.finished
  const worst = deck.isOpen && !isRollingBack ? breaches[0] : undefined
  const isArmed = worst?.trigger?.severity === 'critical'
  // One shape for both: the rollback control must survive a breach that begins while it is being held.
  return (
    <section className={worst ? 'now cols is-breach' : 'now cols'} aria-label="Now">
      {worst ? <BreachValue deck={deck} breach={worst} /> : <WhatRuns deck={deck} />}
      {worst ? <BreachWhy deck={deck} breach={worst} others={breaches.slice(1)} /> : <Clocks deck={deck} />}
      <div className="way-back">
        <RollbackControl deck={deck} isArmed={isArmed} />
        {worst && <BreachExtras deck={deck} breach={worst} />}
      </div>
    </section>
  )
}

const FINISHED_MARKS: Record<string, MarkName> = { succeeded: 'tick', failed: 'failed', stopped: 'square' }

const markOf = (deck: Deck, now: NowSubject): MarkName => {
  if (now.view && now.heading.startsWith('Paused')) return 'bars'
  if (now.unanswered) return 'person'
  if (now.view) return now.tone === 'rollback' ? 'back' : markOfStep(now.view)
  if (deck.run?.finished) return deck.run.kind === 'rollback' ? 'back' : FINISHED_MARKS[deck.run.finished.outcome]!
  return now.tone === 'rollback' ? 'back' : 'play'
}

function WhatRuns({ deck }: { deck: Deck }) {
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

function Foot({ deck, now, tookMs }: { deck: Deck; now: NowSubject; tookMs: number | undefined }) {
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

/** A no-go is said before anything else could be started. */
function Standing({ deck }: { deck: Deck }) {
  const setUi = useSetUi()
  const { kind, by, reason, until, atMs } = deck.state.standing!
  const who = by.kind === 'person' ? `by ${by.name}, ` : ''
  return (
    <div className="what is-calm" role="status">
      <div className="what-head">
        <span className="label what-state">
          <Mark name="bars" />{' '}
          <span className="clip">
            {kind === 'postponed' ? 'Postponed' : 'Cancelled'} {who}
            {formatDay(atMs, deck.offsetMinutes)}
          </span>
        </span>
      </div>
      <div className="what-title clip" title={reason}>
        {reason}
      </div>
      <div className="what-foot">
        <span className="small t2 clip grow" title="Nothing starts in a protected environment.">
          {until
            ? `New start ${formatDay(Date.parse(until), deck.offsetMinutes)}, ${formatTime(Date.parse(until), deck.offsetMinutes)}`
            : 'Nothing starts when protected'}
        </span>
        <button type="button" className="btn" onClick={() => setUi({ dialog: { kind: 'reopen' } })}>
          Take it up again…
        </button>
      </div>
    </div>
  )
}

function StartButton() {
  const setUi = useSetUi()
  return (
    <button type="button" className="btn btn-primary" onClick={() => setUi({ dialog: { kind: 'start' } })}>
      Start a run… <kbd>R</kbd>
    </button>
  )
}

function NothingRuns({ deck }: { deck: Deck }) {
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
          {stages.map((stage) => `${stage.title}: ${countSteps(stage.steps.length)}`).join(', ')}
        </span>
        <StartButton />
      </div>
    </div>
  )
}

function Clocks({ deck }: { deck: Deck }) {
  const { isOpen, run } = deck
  const clocks = selectClocks(deck)
  const elapsedMs = clocks.elapsedMs ?? 0
  const targetMs = clocks.targetMs ?? 30 * 60_000
  const finishMs = clocks.finishAtMs === undefined || !run ? undefined : clocks.finishAtMs - run.startedAtMs
  const scaleMs = Math.max(targetMs * 1.1, elapsedMs, finishMs ?? 0)
  return (
    <div className="clocks">
      <ClockCell
        label={run?.rehearsal ? 'T+ rehearsal' : run?.kind === 'rollback' ? 'T+ rollback' : 'T+ deployment'}
        value={formatClock(elapsedMs)}
        isRunning={isOpen}
      >
        <ProgressBar
          share={elapsedMs / scaleMs}
          tone="amber"
          markAt={finishMs === undefined ? undefined : targetMs / scaleMs}
          label="Time against the target"
        />
        <span className="nowrap">
          <span className="wide-only">{finishMs !== undefined && isOpen ? `ends ${formatClock(finishMs)} ` : ''}</span>
          of {formatClock(targetMs)}
        </span>
      </ClockCell>
      {run?.rehearsal ? <RehearsalCells run={run} /> : <WindowCells deck={deck} />}
    </div>
  )
}

function WindowCells({ deck }: { deck: Deck }) {
  const { nowMs, offsetMinutes } = deck
  const clocks = selectClocks(deck)
  const { window, windowLeftMs, noReturnAtMs, noReturnLeftMs } = clocks
  const opensInMs = window && window.startMs > nowMs ? window.startMs - nowMs : undefined
  return (
    <>
      {opensInMs !== undefined ? (
        <ClockCell label="Window opens in" value={formatClock(opensInMs)} isRunning>
          at {formatTime(window!.startMs, offsetMinutes)}
        </ClockCell>
      ) : (
        <ClockCell
          label={windowLeftMs !== undefined && windowLeftMs < 0 ? 'Window closed' : 'Window closes in'}
          value={windowLeftMs === undefined ? 'no window' : formatClock(Math.abs(windowLeftMs))}
          isRunning={windowLeftMs !== undefined}
          isOver={windowLeftMs !== undefined && windowLeftMs < 0}
        >
          {window ? `at ${formatTime(window.endMs, offsetMinutes)}` : 'none in release.yaml'}
        </ClockCell>
      )}
      <ClockCell
        label={
          <>
            <span className="wide-only">Point of no return in</span>
            <span className="narrow-only">No return in</span>
          </>
        }
        value={noReturnLeftMs === undefined ? 'not known' : formatClock(Math.abs(noReturnLeftMs))}
        isRunning={noReturnLeftMs !== undefined}
        isOver={noReturnLeftMs !== undefined && noReturnLeftMs < 0}
      >
        {noReturnAtMs === undefined || !window
          ? noReturnReason(clocks)
          : noReturnSum(noReturnAtMs, clocks, offsetMinutes)}
      </ClockCell>
    </>
  )
}

/** What the clocks of a release would say is not so: in their place stands what this is. */
function RehearsalCells({ run: { rehearsal, plan } }: { run: RunState }) {
  const { speed, real } = rehearsal!
  return (
    <>
      <ClockCell label="Speed" value={speed === 'no-waiting' ? 'no waiting' : `${speed}×`} isRunning={false}>
        planned times
      </ClockCell>
      <ClockCell label="For real" value={real.length === 0 ? 'nothing' : String(real.length)} isRunning={false}>
        {real.length === 0 ? 'only stubs' : `of ${plan.length} steps`}
      </ClockCell>
    </>
  )
}

const noReturnReason = (clocks: ReturnType<typeof selectClocks>) =>
  clocks.window ? 'no rollback time yet' : 'needs a window'

const noReturnSum = (atMs: number, { window, rollbackMs }: ReturnType<typeof selectClocks>, offset: number) => (
  <span>
    <span className="narrow-only">at </span>
    {formatTime(atMs, offset)}
    <span className="wide-only">
      {' '}
      = {formatTime(window!.endMs, offset).slice(0, 5)} less {formatClock(rollbackMs ?? 0)}
    </span>
  </span>
)
