/** T+, the window and the point of no return; a rehearsal has its own. */
import { formatClock } from '../../../../shared/documents/words.ts'
import type { RunState } from '../../../../shared/domain/state.ts'
import { ClockCell } from '../../../components/clock-cell.tsx'
import { ProgressBar } from '../../../components/progress-bar.tsx'
import { formatTime } from '../../../components/time.ts'
import { type Deck, selectClocks } from '../../../state/use-deck.ts'

export function Clocks({ deck }: { deck: Deck }) {
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

const noReturnReason = (clocks: Clocked) => (clocks.window ? 'no rollback time yet' : 'needs a window')

type Clocked = ReturnType<typeof selectClocks>

const ROLLBACK_TIME: Record<Clocked['rollbackBasis'], string> = {
  measured: 'The way back takes what it took last time in this release',
  planned: 'The way back takes what is planned: it was never measured',
  earlier:
    'The way back takes what is planned, and where a step has no plan what earlier runs took: it was never measured',
  unknown: '',
}

const noReturnSum = (atMs: number, { window, rollbackMs, rollbackBasis }: Clocked, offset: number) => (
  <span title={ROLLBACK_TIME[rollbackBasis]}>
    <span className="narrow-only">at </span>
    {formatTime(atMs, offset)}
    <span className="wide-only">
      {' '}
      = {formatTime(window!.endMs, offset).slice(0, 5)} less {formatClock(rollbackMs ?? 0)}
    </span>
  </span>
)
