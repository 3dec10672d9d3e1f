/** The time below the charts; where the keyboard moves the cursor, and what it reads out. */
import { type KeyboardEvent, useState } from 'react'
import { useStore } from 'zustand'
import { describeDuration } from '../../../shared/analysis/describe.ts'
import { valueAt } from '../../../shared/analysis/value-at.ts'
import type { Stretch } from '../../../shared/analysis/what-if.ts'
import type { Metric } from '../../../shared/runbook/model.ts'
import { type CursorStore, selectedStretch } from '../../charts/chart-cursor.ts'
import { shareOf } from '../../charts/place.ts'
import { timeTicks } from '../../charts/scale.ts'
import { formatMinute, formatTime } from '../../components/time.ts'
import { useSession, useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ruleOf } from './chart-data.ts'
import { pressChartKey } from './chart-keys.ts'
import { valueWords } from './chart-overlay.tsx'
import { CHART_CURSOR } from './focus-charts.ts'
import { type Axis, chooseStretch, MINUTE, NO_SAMPLES } from './metric-axis.ts'
import type { StepBar } from './step-bars.ts'

type Props = { deck: Deck; axis: Axis; cursor: CursorStore; metrics: Metric[]; bars: StepBar[] }

export function ChartAxis(props: Props) {
  const { deck, axis, cursor } = props
  const setUi = useSetUi()
  const isOwn = useUi((ui) => typeof ui.chartStretch === 'object')
  const isLive = axis.mode === 'live' && !isOwn
  const span = describeDuration(axis.toMs - axis.fromMs)
  return (
    <div className="chart-axis">
      {isLive ? (
        <span className="t3">one axis, {span}</span>
      ) : (
        <span className="chart-live">
          <button type="button" className="btn" onClick={() => setUi({ chartStretch: 'live' })}>
            Live <kbd>L</kbd>
          </button>
          <span className="t3 clip">{span}</span>
        </span>
      )}
      <CursorSlider
        {...props}
        show={(stretch) => setUi({ chartStretch: stretch && chooseStretch(stretch, deck.nowMs) })}
      >
        <Ticks deck={deck} axis={axis} />
        <CursorTime cursor={cursor} axis={axis} offsetMinutes={deck.offsetMinutes} />
      </CursorSlider>
    </div>
  )
}

type SliderProps = Props & { show: (stretch: Stretch | undefined) => void; children: React.ReactNode }

function CursorSlider({ deck, axis, cursor, metrics, bars, show, children }: SliderProps) {
  const { atMs = axis.toMs, selection } = useStore(cursor)
  const [isFocused, setFocused] = useState(false)
  const words = useCursorWords(deck, axis, metrics, bars)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (!pressChartKey(event, axis, cursor, show)) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      id={CHART_CURSOR}
      className="chart-ticks"
      role="slider"
      tabIndex={0}
      aria-label="Cursor over all charts"
      aria-valuemin={Math.round(axis.fromMs / 1000)}
      aria-valuemax={Math.round(axis.toMs / 1000)}
      aria-valuenow={Math.round(atMs / 1000)}
      aria-valuetext={isFocused ? words(atMs, selection) : formatTime(atMs, deck.offsetMinutes)}
      title="Arrow keys move the cursor, Shift selects, Enter shows the selection, + and − zoom, Esc goes back"
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  )
}

/** What the cursor says to somebody who does not see it. */
function useCursorWords(deck: Deck, axis: Axis, metrics: Metric[], bars: StepBar[]) {
  const { cockpit } = useSession()
  return (atMs: number, selection: { anchorMs: number; headMs: number } | undefined): string => {
    const { series, coarseToMs } = cockpit.store.getState()
    const values = metrics.map((metric) => {
      const key = `${deck.environment.name}/${metric.name}`
      const at = valueAt(series[key] ?? NO_SAMPLES, atMs, axis.columnMs, ruleOf(metric, coarseToMs[key]))
      return `${metric.title} ${valueWords(at, metric)}`
    })
    const chosen = selection && selectedStretch(selection)
    const time = (ms: number) => formatTime(ms, deck.offsetMinutes)
    return [
      time(atMs),
      ...(chosen ? [`selected ${time(chosen.fromMs)} to ${time(chosen.toMs)}, Enter shows it`] : []),
      ...stepAt(bars, atMs),
      ...values,
    ].join(', ')
  }
}

const stepAt = (bars: StepBar[], atMs: number): string[] =>
  bars
    .filter((bar) => bar.fromMs <= atMs && atMs <= bar.toMs)
    .slice(-1)
    .map((bar) => `step ${bar.label} ${bar.title}`)

function Ticks({ deck, axis }: { deck: Deck; axis: Axis }) {
  const last = axis.mode === 'live' ? 84 : 96
  return (
    <>
      {timeTicks(axis.fromMs, axis.toMs, deck.offsetMinutes, 5).map((ms) => {
        const at = shareOf(axis, ms)
        if (at > (ms % MINUTE === 0 ? last : last - 6) || at < 5) return null
        return (
          <span key={ms} style={{ left: `${at}%` }}>
            {ms % MINUTE === 0 ? formatMinute(ms, deck.offsetMinutes) : formatTime(ms, deck.offsetMinutes)}
          </span>
        )
      })}
      {axis.mode === 'live' && <span className="chart-now">now</span>}
    </>
  )
}

function CursorTime({ cursor, axis, offsetMinutes }: { cursor: CursorStore; axis: Axis; offsetMinutes: number }) {
  const { atMs } = useStore(cursor)
  if (atMs === undefined || atMs < axis.fromMs || atMs > axis.toMs) return null
  const at = Math.min(88, Math.max(12, shareOf(axis, atMs)))
  return (
    <b className="chart-cursor-time" style={{ left: `${at}%` }}>
      {formatTime(atMs, offsetMinutes)}
    </b>
  )
}
