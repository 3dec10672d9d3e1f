/** What lies under and over a metric's line: stretches that cannot be judged, breaches, what happened; the shared cursor. */
import { useStore } from 'zustand'
import { describeValue } from '../../../shared/analysis/describe.ts'
import type { Hidden, Picture, PictureRule } from '../../../shared/analysis/picture.ts'
import { type ValueAt, valueAt } from '../../../shared/analysis/value-at.ts'
import type { Sample } from '../../../shared/contract/results.ts'
import type { FeedItem, FeedKind } from '../../../shared/domain/project-feed.ts'
import type { Metric } from '../../../shared/runbook/model.ts'
import { type CursorStore, selectedStretch } from '../../charts/chart-cursor.ts'
import { place, shareOf } from '../../charts/place.ts'
import type { Axis } from './metric-axis.ts'
import type { StepBar } from './step-bars.ts'

const HIDDEN_WORDS: Record<Hidden['kind'], string> = { blind: 'Blind', thin: 'Thin' }
const HIDDEN_TITLES: Record<Hidden['kind'], string> = {
  blind: 'Nothing was measured here: no verdict, neither good nor bad',
  thin: 'Too few samples here to judge: no verdict, neither good nor bad',
}

/** Kinds that stand as a line in every chart, and those only in the chart of their metric. */
const EVERYWHERE: readonly FeedKind[] = ['deploy', 'rollback']
const IN_OWN: readonly FeedKind[] = ['breach', 'fired']

/** Narrower in percent of the axis, a step is a line. */
const BAND_SHARE = 1.5

/** The steps behind the line, every other one lit, as the strip above names them. */
function StepBands({ bars, axis }: { bars: readonly StepBar[]; axis: Axis }) {
  return bars.map((bar, index) => {
    const at = place(axis, bar)
    if (!at || (at.share < BAND_SHARE && !bar.isOpen)) return null
    const kind = index % 2 === 0 ? 'chart-step' : 'chart-step is-odd'
    return <i key={bar.key} className={kind} style={{ left: at.left, width: at.width }} />
  })
}

type UnderlayProps = {
  picture: Picture
  axis: Axis
  metric: Metric
  marks: readonly FeedItem[]
  bars: readonly StepBar[]
}

export function ChartUnderlay({ picture, axis, metric, marks, bars }: UnderlayProps) {
  const lines = marks.filter(
    (mark) => EVERYWHERE.includes(mark.kind) || (IN_OWN.includes(mark.kind) && mark.metric === metric.name),
  )
  return (
    <div className="chart-under" aria-hidden="true">
      <StepBands bars={bars} axis={axis} />
      {picture.hidden.map(({ kind, ...stretch }) => {
        const at = place(axis, stretch)
        if (!at) return null
        return (
          <i
            key={`${kind}-${stretch.fromMs}`}
            className={`chart-hidden is-${kind}`}
            title={HIDDEN_TITLES[kind]}
            style={{ left: at.left, width: at.width }}
          >
            <span>{HIDDEN_WORDS[kind]}</span>
          </i>
        )
      })}
      {lines.map((mark) => (
        <i key={mark.seq} className={`chart-line is-${mark.kind}`} style={{ left: `${shareOf(axis, mark.atMs)}%` }} />
      ))}
      {picture.off.map((stretch) => {
        const at = place(axis, stretch)
        return at && <i key={stretch.fromMs} className="chart-off" style={{ left: at.left, width: at.width }} />
      })}
    </div>
  )
}

/** `4.455 %`, `0.02 to 4.455 %` where a column stands for several, or why there is no value. */
export function valueWords(at: ValueAt, metric: Metric): string {
  if (at.kind === 'before') return 'not measured yet'
  if (at.kind === 'blind') return 'blind'
  const high = describeValue(at.high, metric.unit, metric.target)
  const low = describeValue(at.low, metric.unit, metric.target)
  const value = low === high ? high : `${low.replace(/[^\d.,−-]+$/, '')} to ${high}`
  return at.kind === 'thin' ? `${value}, thin` : value
}

type CursorProps = { cursor: CursorStore; axis: Axis; metric: Metric; samples: readonly Sample[]; rule: PictureRule }

export function ChartCursorLine({ cursor, axis, metric, samples, rule }: CursorProps) {
  const { atMs, selection } = useStore(cursor)
  const chosen = selection && place(axis, selectedStretch(selection))
  const left = atMs === undefined ? undefined : shareOf(axis, atMs)
  return (
    <div className="chart-over" aria-hidden="true">
      {chosen && <i className="chart-selection" style={{ left: chosen.left, width: chosen.width }} />}
      {atMs !== undefined && left !== undefined && left >= 0 && left <= 100 && (
        <i className="chart-cursor" style={{ left: `${left}%` }}>
          <span className={left > 60 ? 'chart-value is-left' : 'chart-value'}>
            {valueWords(valueAt(samples, atMs, axis.columnMs, rule), metric)}
          </span>
        </i>
      )}
    </div>
  )
}
