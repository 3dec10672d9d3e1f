/** The whole window or run on one axis: planned, actual, decisions, what was noticed, notes; and what is forecast. */

import { useMemo } from 'react'
import { formatClock } from '../../../shared/documents/words.ts'
import type { FeedItem } from '../../../shared/domain/project-feed.ts'
import { type LaneBar, type Lanes, projectLanes } from '../../../shared/domain/project-lanes.ts'
import { timeTicks } from '../../charts/scale.ts'
import { EmptyTimeline } from '../../components/empty-timeline.tsx'
import { feedMark, feedTone } from '../../components/feed-mark.ts'
import { Mark } from '../../components/mark.tsx'
import { formatMinute, formatTime } from '../../components/time.ts'
import { useCockpit, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

export function TimelinePanel({ deck }: { deck: Deck }) {
  const events = useCockpit((state) => state.events)
  if (deck.runs.length === 0) return <EmptyTimeline />
  const lanes = projectLanes(deck.state, deck.runs, events, deck.nowMs, deck.earlier)
  const forecast = forecastWords(deck, lanes)
  const isWindow = lanes.window && lanes.fromMs === lanes.window.startMs
  return (
    <section className="timeline" aria-label="Timeline">
      <div className="panel-head">
        <h2>Timeline</h2>
        <span className="t2">
          {isWindow ? 'the whole window' : deck.run?.rehearsal ? 'this rehearsal' : 'this run'}
        </span>
        <span className="end t2 clip" title={forecast}>
          {forecast}
        </span>
      </div>
      <LaneChart deck={deck} lanes={lanes} />
    </section>
  )
}

const forecastWords = ({ offsetMinutes, run }: Deck, { finishAtMs, backAtMs, unplanned, byEarlier }: Lanes): string => {
  if (run?.finished) return `ended ${formatTime(run.finished.atMs, offsetMinutes)}`
  if (finishAtMs === undefined) return 'no forecast: no step ahead has a planned duration'
  const back = backAtMs === undefined ? '' : `, rolled back by ${formatTime(backAtMs, offsetMinutes)} at the latest`
  const open =
    unplanned === 0 ? '' : ` at the earliest, ${unplanned} ${unplanned === 1 ? 'step has' : 'steps have'} no plan`
  const by = byEarlier === 0 ? '' : `, ${byEarlier} ${byEarlier === 1 ? 'step' : 'steps'} by earlier runs`
  return `forecast finish ${formatTime(finishAtMs, offsetMinutes)}${open}${by}${open ? '' : back}`
}

function LaneChart({ deck, lanes }: { deck: Deck; lanes: Lanes }) {
  const { fromMs, toMs } = lanes
  const at = useMemo(() => (ms: number) => ((ms - fromMs) / (toMs - fromMs)) * 100, [fromMs, toMs])
  const nowAt = at(deck.run?.finished?.atMs ?? deck.nowMs)
  const isNowShown = nowAt >= 0 && nowAt <= 100
  return (
    <div className="lanes">
      <div className="lane-axis">
        {timeTicks(fromMs, toMs, deck.offsetMinutes, 12).map((ms) => (
          <span
            key={ms}
            className={Math.abs(at(ms) - nowAt) < 8 || at(ms) > 96 ? 'is-covered' : ''}
            style={{ left: `${at(ms)}%` }}
          >
            {ms % 60_000 === 0 ? formatMinute(ms, deck.offsetMinutes) : formatTime(ms, deck.offsetMinutes)}
          </span>
        ))}
        {isNowShown && (
          <b className="lane-now" style={{ left: `${Math.min(96, nowAt)}%` }}>
            {formatTime(deck.run?.finished?.atMs ?? deck.nowMs, deck.offsetMinutes)}
          </b>
        )}
      </div>
      <BarLane name="Planned" bars={lanes.planned} at={at} />
      <BarLane name="Actual" bars={lanes.actual} at={at} />
      <MarkLane name="Decisions" items={lanes.decisions} at={at} offset={deck.offsetMinutes} />
      <MarkLane name="Noticed" items={lanes.noticed} at={at} offset={deck.offsetMinutes} />
      <div className="wide-only">
        <MarkLane name="Notes" items={lanes.notes} at={at} offset={deck.offsetMinutes} />
      </div>
      <div className="lane-overlay" aria-hidden="true">
        {lanes.noReturnAtMs !== undefined && at(lanes.noReturnAtMs) < 100 && (
          <>
            <i className="lane-no-return" style={{ left: `${at(lanes.noReturnAtMs)}%` }} />
            <span className="lane-no-return-words" style={{ right: `${100 - at(lanes.noReturnAtMs)}%` }}>
              <b>No return {formatTime(lanes.noReturnAtMs, deck.offsetMinutes)}</b>
              <span className="t2">{formatClock(lanes.window!.endMs - lanes.noReturnAtMs)} kept for the rollback</span>
            </span>
          </>
        )}
        {deck.state.gaps.map((gap) => (
          <LaneGap key={gap.seq} fromAt={at(gap.fromMs)} toAt={at(gap.toMs)} />
        ))}
        {isNowShown && <i className="lane-line" style={{ left: `${nowAt}%` }} />}
      </div>
    </div>
  )
}

/** A stretch nobody watched. */
function LaneGap({ fromAt, toAt }: { fromAt: number; toAt: number }) {
  const left = Math.max(0, fromAt)
  const width = Math.min(100, toAt) - left
  return width > 0 ? <i className="lane-gap" style={{ left: `${left}%`, width: `${width}%` }} /> : null
}

function BarLane({ name, bars, at }: { name: string; bars: LaneBar[]; at: (ms: number) => number }) {
  return (
    <div className="lane">
      <span className="lane-name">{name}</span>
      <div className="lane-plot">
        {bars.map((bar) => {
          const width = at(bar.toMs) - at(bar.fromMs)
          if (width <= 0 && bar.kind === 'planned') return null
          return (
            <span
              key={bar.key}
              className={`lane-bar lane-${bar.kind}`}
              title={`${bar.label} ${bar.title}, ${formatClock(bar.toMs - bar.fromMs)}`}
              style={{ left: `${at(bar.fromMs)}%`, width: `${Math.max(0.25, width)}%` }}
            >
              {width > 2.6 ? bar.label : ''}
            </span>
          )
        })}
      </div>
    </div>
  )
}

/** A word beside a mark only where the next mark leaves room for it. */
function MarkLane({
  name,
  items,
  at,
  offset,
}: {
  name: string
  items: FeedItem[]
  at: (ms: number) => number
  offset: number
}) {
  const shown = useUi((ui) => ui.shownSeq)
  const ordered = items.toReversed().filter((item) => at(item.atMs) >= 0 && at(item.atMs) <= 100)
  return (
    <div className="lane">
      <span className="lane-name">{name}</span>
      <div className="lane-plot">
        {ordered.map((item, index) => {
          const left = at(item.atMs)
          const next = ordered[index + 1]
          const room = (next ? at(next.atMs) : 100) - left
          return (
            <span
              key={item.seq}
              className={`lane-mark ${feedTone(item.kind)} ${item.seq === shown ? 'is-shown' : ''}`}
              title={`${formatTime(item.atMs, offset)} ${item.who}: ${item.text}`}
              style={{ left: `${left}%`, width: `${room}%` }}
            >
              <Mark name={feedMark(item.kind)} />
              {room > 7 && <span className="clip">{item.text}</span>}
            </span>
          )
        })}
      </div>
    </div>
  )
}
