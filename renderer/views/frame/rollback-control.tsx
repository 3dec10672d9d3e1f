/** Always in the same corner of every view: says what it would run, and runs it after a deliberate hold. */
import { useEffect, useState } from 'react'
import { rollbackMeaning } from '../../../shared/documents/strategy-words.ts'
import { formatClock, formatMany } from '../../../shared/documents/words.ts'
import { hasRollbackWork, type RollbackPlan } from '../../../shared/domain/rollback-plan.ts'
import { HoldButton } from '../../components/hold-button.tsx'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { lastTime, RollbackPlanList } from '../../components/rollback-plan-list.tsx'
import { useHold } from '../../components/use-hold.ts'
import { useSend, useSession, useSetUi } from '../../state/context.tsx'
import { selectRunning } from '../../state/select-running.ts'
import { type Deck, selectClocks } from '../../state/use-deck.ts'
import { ownsKeys } from '../deck/focus-terminal.ts'

export const HOLD_MS = 1500
export const ARMED_HOLD_MS = 500

type Props = { deck: Deck; isArmed: boolean }

export function RollbackControl({ deck, isArmed }: Props) {
  const { run, rollback } = deck
  const { replay } = useSession()
  if (run?.kind === 'rollback' && !run.finished) return <RollbackRunning deck={deck} />
  if (!rollback) return <RollbackImpossible />
  if (!hasRollbackWork(deck.state, deck.environment.name, rollback)) return <NothingToTakeBack />
  if (replay) return <RollbackAsItWas deck={deck} />
  return <RollbackReady key={deck.environment.name} deck={deck} isArmed={isArmed} />
}

function RollbackRunning({ deck: { run, rollback, nowMs } }: { deck: Deck }) {
  const last = rollback?.lastMs?.durationMs ?? (rollback && rollback.plannedMs > 0 ? rollback.plannedMs : undefined)
  return (
    <section className="rollback is-running" aria-label="Rollback">
      <i className="rollback-edge" />
      <div className="rollback-words">
        <h2 className="clip">Rolling back{run!.toVersion ? ` to ${run!.toVersion}` : ''}</h2>
        <p>{formatMany(run!.plan.length, 'step')}. No second start; retry or skip in the runbook.</p>
      </div>
      <div className="hold hold-solid">
        <span className="hold-words">
          <strong>
            <Mark name="back" /> {run!.drill ? 'Drill runs' : 'Rolling back'}
          </strong>
          <span>
            <span className="plate">{formatClock(nowMs - run!.startedAtMs)}</span>
            {last !== undefined && <> of {formatClock(last)}</>}
          </span>
        </span>
      </div>
    </section>
  )
}

function NothingToTakeBack() {
  return (
    <section className="rollback" aria-label="Rollback">
      <i className="rollback-edge is-quiet" />
      <div className="rollback-words">
        <h2>Nothing to take back</h2>
        <p>Nothing runs here, and nothing that started is left to undo.</p>
      </div>
      <div className="hold hold-none">
        <span className="hold-words">
          <strong>
            <Mark name="tick" /> Nothing to do
          </strong>
          <span>until a run starts</span>
        </span>
      </div>
    </section>
  )
}

function RollbackImpossible() {
  return (
    <section className="rollback" aria-label="Rollback">
      <i className="rollback-edge is-quiet" />
      <div className="rollback-words">
        <h2>No way back is written down</h2>
        <p>Add a “Rollback” section to runbook.md, or an undo= to its steps.</p>
      </div>
      <div className="hold hold-none">
        <span className="hold-words">
          <strong>
            <Mark name="lock" /> No rollback
          </strong>
          <span>none in runbook.md</span>
        </span>
      </div>
    </section>
  )
}

/** Until when it is possible, and that it leaves something behind; the dialog and the peek tell what. */
const limitsOf = ({ until, keeps }: RollbackPlan): string[] => [
  ...(until ? [until.isOver ? 'the old version is retired' : `until ${until.title}`] : []),
  ...(keeps.length > 0 ? [`keeps ${keeps.length === 1 ? '1 effect' : `${keeps.length} effects`}`] : []),
]

/** How much, until when and what stays come before the names: those are cut first where there is little room. */
const summaryOf = (plan: RollbackPlan): string =>
  plan.steps.length === 0
    ? 'Stops the run; no step to undo has started'
    : `${[formatMany(plan.steps.length, 'step'), ...limitsOf(plan)].join(', ')}: ${plan.steps.map(({ step }) => step.title).join(', ')}`

function RollbackReady({ deck, isArmed }: Props) {
  const { rollback, environment, run, offsetMinutes } = deck
  const send = useSend()
  const setUi = useSetUi()
  const [refusal, setRefusal] = useState<string>()
  const [isPeeking, setPeeking] = useState(false)
  const plan = rollback!
  const holdMs = isArmed ? ARMED_HOLD_MS : HOLD_MS
  const fire = async () => {
    const reason = isArmed ? 'Held the rollback control in a breach.' : 'Held the rollback control.'
    setRefusal(await send({ type: 'rollback.start', environment: environment.name, reason }))
  }
  const hold = useHold(holdMs, () => void fire())
  useF9(hold.begin, hold.end)
  const clocks = selectClocks(deck)
  const tookMs = clocks.rollbackMs ?? plan.plannedMs
  const spareMs = clocks.windowLeftMs === undefined ? undefined : clocks.windowLeftMs - tookMs
  const back = plan.toVersion ? `Roll back to ${plan.toVersion}` : 'Roll back'
  const isRehearsing = run?.rehearsal !== undefined && !run.finished
  const target = isRehearsing ? `For real: ${back.toLowerCase()}` : back
  const summary = isRehearsing ? `Ends the rehearsal. ${summaryOf(plan)}` : summaryOf(plan)
  return (
    <section
      className={`rollback${hold.isHolding ? ' is-holding' : ''}${isArmed ? ' is-armed' : ''}`}
      aria-label="Rollback"
    >
      <i className="rollback-edge" />
      <div className="rollback-words">
        <h2 className="clip">{target}</h2>
        <p className="clip" title={summary}>
          {hold.isHolding ? 'Keep holding, let go to stop' : summary}
        </p>
        <p className="clip">
          {plan.lastMs ? (
            <>
              Last time <b>{formatClock(plan.lastMs.durationMs)}</b>, {lastTime(plan, offsetMinutes)}
            </>
          ) : (
            <>
              Never measured
              {clocks.rollbackMs !== undefined &&
                `, ${clocks.rollbackBasis === 'earlier' ? 'by earlier runs' : 'planned'} ${formatClock(clocks.rollbackMs)}`}
            </>
          )}
        </p>
        <Refusal sentence={refusal} />
      </div>
      <HoldButton
        hold={hold}
        holdMs={holdMs}
        tone={isArmed ? 'solid' : 'outline'}
        onAsk={() => setUi({ dialog: { kind: 'rollback', environment: environment.name } })}
        onPeek={setPeeking}
        description={`${target} in ${environment.name}: ${summary}.`}
      >
        <strong>
          <Mark name="back" /> {hold.isHolding ? `Holding ${(hold.heldMs / 1000).toFixed(1)} s` : 'Hold to roll back'}
        </strong>
        <span>
          {hold.isHolding ? (
            `runs at ${holdMs / 1000} s`
          ) : (
            <>
              {isArmed ? 'now, ' : ''}
              {holdMs / 1000} s, or hold <kbd>F9</kbd>
            </>
          )}
        </span>
      </HoldButton>
      {(isPeeking || hold.isHolding) && (
        <div className="rollback-peek">
          <RollbackPlanList
            plan={plan}
            environment={environment.name}
            digest={run?.rehearsal ? undefined : run?.resolvedDigest}
            offsetMinutes={offsetMinutes}
            meaning={rollbackMeaning(deck.state, environment.name, deck.nowMs)}
            running={selectRunning(deck)}
            spareMs={spareMs}
          />
        </div>
      )}
    </section>
  )
}

/** In a replay it says what it would have run, and is nothing one could take for a way back. */
function RollbackAsItWas({ deck: { rollback, offsetMinutes } }: { deck: Deck }) {
  const plan = rollback!
  return (
    <section className="rollback" aria-label="Rollback">
      <i className="rollback-edge is-quiet" />
      <div className="rollback-words">
        <h2 className="clip">{plan.toVersion ? `Back to ${plan.toVersion} was open` : 'The way back was open'}</h2>
        <p className="clip" title={summaryOf(plan)}>
          {summaryOf(plan)}
        </p>
        <p className="clip">
          {plan.lastMs
            ? `Last time ${formatClock(plan.lastMs.durationMs)}, ${lastTime(plan, offsetMinutes)}`
            : `Never measured${plan.plannedMs > 0 ? `, planned ${formatClock(plan.plannedMs)}` : ''}`}
        </p>
      </div>
      <div className="hold hold-none">
        <span className="hold-words">
          <strong>
            <Mark name="lock" /> Replay
          </strong>
          <span>rolls nothing back</span>
        </span>
      </div>
    </section>
  )
}

/** F9 from anywhere but a step's terminal, where every key is the command's; losing the window lets go. */
function useF9(begin: () => void, end: () => void) {
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.key !== 'F9' || ownsKeys(event.target)) return
      event.preventDefault()
      if (!event.repeat) begin()
    }
    const up = (event: KeyboardEvent) => {
      if (event.key === 'F9') end()
    }
    window.addEventListener('keydown', down)
    window.addEventListener('keyup', up)
    window.addEventListener('blur', end)
    return () => {
      window.removeEventListener('keydown', down)
      window.removeEventListener('keyup', up)
      window.removeEventListener('blur', end)
    }
  }, [begin, end])
}
