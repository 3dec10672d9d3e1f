/** The runs and their steps over the charts, on their axis, and what happened below. */
import { useMemo } from 'react'
import type { FeedItem } from '../../../shared/domain/project-feed.ts'
import { selectSteps } from '../../../shared/domain/select-steps.ts'
import { place } from '../../charts/place.ts'
import type { Deck } from '../../state/use-deck.ts'
import { ChartMarks } from './chart-marks.tsx'
import type { Axis } from './metric-axis.ts'

export type StepBar = { key: string; label: string; title: string; fromMs: number; toMs: number; isOpen: boolean }

const barsOf = (deck: Deck): StepBar[] =>
  deck.runs.flatMap((run) =>
    selectSteps(deck.state, run, deck.nowMs).flatMap((view) =>
      view.attempts.map((attempt) => ({
        key: attempt.id,
        label: view.label,
        title: view.step.title,
        fromMs: attempt.startedAtMs,
        toMs: attempt.endedAtMs ?? (attempt.status === 'unknown' ? attempt.startedAtMs : deck.nowMs),
        isOpen: attempt.endedAtMs === undefined && attempt.status !== 'unknown',
      })),
    ),
  )

/** Oldest first; while a step runs they are new each second. */
export function useStepBars(deck: Deck): StepBar[] {
  const { state, runs, isOpen } = deck
  const nowMs = isOpen ? deck.nowMs : 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest of the deck does not change the bars.
  return useMemo(() => barsOf(deck), [state, runs.map((run) => run.id).join(), nowMs])
}

/** So wide, in percent of the axis, that a label or a whole title fits. */
const LABEL_SHARE = 3.5
const TITLE_SHARE = 22

type Props = { deck: Deck; axis: Axis; bars: StepBar[]; marks: readonly FeedItem[] }

export function StepStrip({ deck, axis, bars, marks }: Props) {
  return (
    <div className="step-strip">
      <span className="t3">Steps</span>
      <div className="step-strip-plot">
        <div aria-hidden="true">
          {deck.runs.map((run) => {
            const at = place(axis, { fromMs: run.startedAtMs, toMs: run.finished?.atMs ?? deck.nowMs })
            const kind = run.kind === 'rollback' ? 'is-rollback' : run.finished ? '' : 'is-open'
            return (
              at && (
                <span
                  key={run.id}
                  className={`strip-run ${kind}`}
                  title={`${run.title}, ${run.environment}`}
                  style={{ left: at.left, width: at.width }}
                >
                  {at.share > TITLE_SHARE && <span className="clip">{run.title}</span>}
                </span>
              )
            )
          })}
          {bars.map((bar) => {
            const at = place(axis, bar)
            return (
              at && (
                <span
                  key={bar.key}
                  className={bar.isOpen ? 'strip-bar is-open' : 'strip-bar'}
                  title={`${bar.label} ${bar.title}`}
                  style={{ left: at.left, width: at.width }}
                >
                  {at.share > TITLE_SHARE ? `${bar.label} ${bar.title}` : at.share > LABEL_SHARE ? bar.label : ''}
                </span>
              )
            )
          })}
        </div>
        <ChartMarks marks={marks} axis={axis} offsetMinutes={deck.offsetMinutes} />
      </div>
    </div>
  )
}
