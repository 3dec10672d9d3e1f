/** The stages on a time axis, as planned, against the target and the window. */
import { formatClock } from '../../../shared/documents/words.ts'
import {
  deploymentTargetMs,
  type PlannedBar,
  type PlannedRow,
  plannedWords,
  projectPlannedTimeline,
} from '../../../shared/domain/review/planned-timeline.ts'
import { selectScheduled, selectWindow } from '../../../shared/domain/windows.ts'
import { useSession } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { CopyHints } from './copy-hints.tsx'
import { jumpToStep } from './jump.ts'
import type { Hints } from './use-hints.ts'

const STEPS_MS = [
  10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 10_800_000, 21_600_000, 86_400_000,
]

const tickMs = (spanMs: number) => STEPS_MS.find((each) => spanMs / each <= 8) ?? spanMs

type Axis = { spanMs: number; percent: (ms: number) => string }

function axisOf(rows: readonly PlannedRow[], targetMs: number): Axis {
  const longest = Math.max(0, ...rows.map(({ totalMs }) => totalMs))
  // A target far beyond the plan would squeeze the plan into a corner.
  const spanMs = Math.max(1000, (longest * 4 >= targetMs ? Math.max(longest, targetMs) : longest) * 1.06)
  return { spanMs, percent: (ms) => `${(ms / spanMs) * 100}%` }
}

/** The clock at T+, once a window says when it begins. */
function useWindow({ state, nowMs }: Deck) {
  const scheduled = selectScheduled(state)
  return scheduled && selectWindow(scheduled, nowMs)
}

const timeAt = (startMs: number, offsetMinutes: number, ms: number) =>
  new Date(startMs + ms + offsetMinutes * 60_000).toISOString().slice(11, 16)

export function PlannedTimeline({ deck, hints }: { deck: Deck; hints: Hints }) {
  const definition = deck.state.definition!
  const rows = projectPlannedTimeline(definition)
  const target = deploymentTargetMs(definition)
  const window = useWindow(deck)
  const axis = axisOf(rows, target)
  const step = tickMs(axis.spanMs)
  const ticks = Array.from({ length: Math.floor(axis.spanMs / step) + 1 }, (_, index) => index * step)
  return (
    <section className="review-timeline" aria-label="Planned timeline">
      <div className="panel-head">
        <h2>Planned timeline</h2>
        <CopyHints hints={hints} />
        <span className="end t2 clip">
          {window
            ? `each stage from its T+0; if it starts with the window, at ${timeAt(window.startMs, window.offsetMinutes, 0)}`
            : 'each stage from its T+0; release.yaml names no window'}
        </span>
      </div>
      {rows.length === 0 ? (
        <p className="empty">Steps of the runbook appear here with what `expect=` says they take.</p>
      ) : (
        <div className="scroll">
          <div className="review-axis" aria-hidden="true">
            <span />
            <div>
              {ticks.map((ms) => (
                <span key={ms} className="small t3" style={{ left: axis.percent(ms) }}>
                  T+ {formatClock(ms)}
                </span>
              ))}
            </div>
          </div>
          {rows.map((row) => (
            <TimelineRow
              key={row.stage.id}
              row={row}
              axis={axis}
              targetMs={target}
              words={plannedWords(row, target, isBound(row, deck) ? window : undefined)}
            />
          ))}
        </div>
      )}
    </section>
  )
}

/** Windows bind protected environments. */
function isBound({ stage }: PlannedRow, { state }: Deck): boolean {
  const where = state.definition!.environments.find(({ name }) => name === stage.environment)
  return where === undefined || where.protected
}

type RowProps = { row: PlannedRow; axis: Axis; targetMs: number; words: string }

function TimelineRow({ row, axis, targetMs, words }: RowProps) {
  const isForward = row.stage.kind === 'forward'
  return (
    <div className="review-lane">
      <span className="clip" dir="auto">
        {row.stage.title}
      </span>
      <div>
        <div className="review-bars">
          {row.bars.map((bar) => (
            <Bar key={bar.step.id} bar={bar} axis={axis} />
          ))}
          {isForward && targetMs <= axis.spanMs && (
            <span
              className="review-target"
              style={{ left: axis.percent(targetMs) }}
              title={`Target ${formatClock(targetMs)}`}
            />
          )}
        </div>
        <p className="small t2">{words}.</p>
      </div>
    </div>
  )
}

function Bar({ bar, axis }: { bar: PlannedBar; axis: Axis }) {
  const { ui } = useSession()
  const { step, label, fromMs, toMs, isHold, isUnplanned } = bar
  const length = isUnplanned ? 'no planned duration' : formatClock(toMs - fromMs)
  const says = `${label} ${step.title}: ${length}${isHold ? ', a planned hold' : ''}, from T+ ${formatClock(fromMs)}`
  return (
    <button
      type="button"
      className={`review-bar ${isHold ? 'is-hold' : ''} ${isUnplanned ? 'is-unplanned' : ''}`}
      style={{ left: axis.percent(fromMs), width: axis.percent(toMs - fromMs) }}
      title={says}
      aria-label={says}
      tabIndex={-1}
      onClick={() => jumpToStep(ui, step.id)}
    >
      {isUnplanned ? '' : label}
    </button>
  )
}
