import { projectFeed } from '../../../shared/domain/project-feed.ts'
import { selectSteps } from '../../../shared/domain/select-steps.ts'
import { feedMark, feedTone } from '../../components/feed-mark.ts'
import { Mark } from '../../components/mark.tsx'
import { useCockpit } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import type { Axis } from './metric-axis.ts'

const NO_TITLES = new Map<string, string>()

/** The steps of the run over the charts, on their axis, with decisions and breaches below. */
export function StepStrip({ deck, axis }: { deck: Deck; axis: Axis }) {
  const events = useCockpit((state) => state.events)
  const at = (ms: number) => ((ms - axis.fromMs) / (axis.toMs - axis.fromMs)) * 100
  const bars = deck.runs.flatMap((run) =>
    selectSteps(deck.state, run, deck.nowMs).flatMap((view) =>
      view.attempts.map((attempt) => ({
        key: attempt.id,
        label: view.label,
        from: Math.max(0, at(attempt.startedAtMs)),
        to: at(attempt.endedAtMs ?? (attempt.status === 'unknown' ? attempt.startedAtMs : deck.nowMs)),
        isOpen: attempt.endedAtMs === undefined && attempt.status !== 'unknown',
      })),
    ),
  )
  const marks = projectFeed(events, NO_TITLES, 40).filter((item) => item.atMs >= axis.fromMs && item.kind !== 'done')
  return (
    <div className="step-strip">
      <span className="t3">Steps</span>
      <div className="step-strip-plot" aria-hidden="true">
        {bars
          .filter((bar) => bar.to > 0)
          .map((bar) => (
            <span
              key={bar.key}
              className={bar.isOpen ? 'strip-bar is-open' : 'strip-bar'}
              style={{ left: `${bar.from}%`, width: `${Math.max(0.4, bar.to - bar.from)}%` }}
            >
              {bar.to - bar.from > 3.5 ? bar.label : ''}
            </span>
          ))}
        {marks.map((item) => (
          <span key={item.seq} className={`strip-mark ${feedTone(item.kind)}`} style={{ left: `${at(item.atMs)}%` }}>
            <Mark name={feedMark(item.kind)} />
          </span>
        ))}
      </div>
    </div>
  )
}
