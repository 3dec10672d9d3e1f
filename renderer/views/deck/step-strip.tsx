/** The runs and their steps over the charts, on their axis, and what happened below. */
import type { FeedItem } from '../../../shared/domain/project-feed.ts'
import { place } from '../../charts/place.ts'
import type { Deck } from '../../state/use-deck.ts'
import { ChartMarks } from './chart-marks.tsx'
import type { Axis } from './metric-axis.ts'
import type { StepBar } from './step-bars.ts'

/** So wide, in percent of the axis, that a character of a label or a whole title fits. */
const CHARACTER_SHARE = 3.4
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
                  {at.share > TITLE_SHARE
                    ? `${bar.label} ${bar.title}`
                    : at.share > bar.label.length * CHARACTER_SHARE
                      ? bar.label
                      : ''}
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
