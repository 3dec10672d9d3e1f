/** All charts on one axis, with one cursor: pointed at, dragged over to choose a stretch, or moved by keyboard. */
import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Stretch } from '../../../shared/analysis/what-if.ts'
import { projectFeed } from '../../../shared/domain/project-feed.ts'
import type { Metric } from '../../../shared/runbook/model.ts'
import { type CursorStore, createCursorStore, selectedStretch } from '../../charts/chart-cursor.ts'
import { useCockpit, useSession, useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ChartAxis } from './chart-axis.tsx'
import { LEAST_STRETCH_MS } from './chart-keys.ts'
import { ChartOverview } from './chart-overview.tsx'
import { ChartRow } from './chart-row.tsx'
import { type Axis, chooseStretch, runStretch } from './metric-axis.ts'
import { Scorecard } from './scorecard.tsx'
import { useStepBars } from './step-bars.ts'
import { StepStrip } from './step-strip.tsx'

/** So few charts leave room for the scorecard below them. */
const FEW = 2
/** In pixels: less is a click. */
const DRAG = 5
/** As many as are read of the record; more than fit on the axis. */
const MARKS = 400

/** What happened in this environment, oldest first. */
function useMarks(deck: Deck) {
  const events = useCockpit((state) => state.events)
  const environment = deck.environment.name
  return useMemo(() => {
    const steps = deck.definition.runbook.stages.flatMap((stage) => stage.steps)
    const titles = new Map(steps.map((step) => [step.id as string, step.title]))
    return projectFeed(events, titles, MARKS)
      .filter((item) => item.kind !== 'done' && (item.environment ?? environment) === environment)
      .toReversed()
  }, [events, deck.definition, environment])
}

/** From the first sample or run to now. */
function useRecorded(deck: Deck, metrics: Metric[]): Stretch | undefined {
  const firstMs = useCockpit(({ series }) =>
    Math.min(...metrics.map(({ name }) => series[`${deck.environment.name}/${name}`]?.[0]?.[0] ?? Infinity)),
  )
  const fromMs = Math.min(firstMs, runStretch(deck)?.fromMs ?? Infinity)
  return Number.isFinite(fromMs) ? { fromMs, toMs: deck.nowMs } : undefined
}

/** Of a stretch that was read decimated, the charts ask for all there is. */
function useWhole(deck: Deck, axis: Axis) {
  const { cockpit } = useSession()
  const environment = deck.environment.name
  const { fromMs, toMs, mode } = axis
  useEffect(() => {
    if (mode === 'chosen') void cockpit.loadStretch(environment, fromMs, toMs).catch(() => undefined)
  }, [cockpit, environment, fromMs, toMs, mode])
}

function usePointer(axis: Axis, cursor: CursorStore, nowMs: number) {
  const setUi = useSetUi()
  const box = useRef<DOMRect>(undefined)
  const pressedX = useRef<number>(undefined)
  const msAt = (event: PointerEvent<HTMLElement>) => {
    const plot = box.current
    if (!plot) return undefined
    const share = (event.clientX - plot.left) / plot.width
    if (pressedX.current === undefined && (share < 0 || share > 1)) return undefined
    return axis.fromMs + Math.min(1, Math.max(0, share)) * (axis.toMs - axis.fromMs)
  }
  const measure = (event: PointerEvent<HTMLElement>) => {
    box.current = event.currentTarget.querySelector('.chart-plot')?.getBoundingClientRect()
  }
  return {
    onPointerEnter: measure,
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const atMs = msAt(event)
      const { selection } = cursor.getState()
      const isDrag = pressedX.current !== undefined && (selection || Math.abs(event.clientX - pressedX.current) > DRAG)
      if (!isDrag || atMs === undefined) cursor.setState({ atMs })
      else cursor.setState({ atMs, selection: { anchorMs: selection?.anchorMs ?? atMs, headMs: atMs } })
    },
    onPointerDown(event: PointerEvent<HTMLElement>) {
      measure(event)
      if (event.button !== 0 || (event.target as HTMLElement).closest('button') || msAt(event) === undefined) return
      pressedX.current = event.clientX
      cursor.setState({ selection: undefined })
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerUp() {
      const { selection } = cursor.getState()
      const stretch = selection && pressedX.current !== undefined ? selectedStretch(selection) : undefined
      pressedX.current = undefined
      if (!stretch) return
      cursor.setState({ selection: undefined })
      if (stretch.toMs - stretch.fromMs >= LEAST_STRETCH_MS) setUi({ chartStretch: chooseStretch(stretch, nowMs) })
    },
    onPointerLeave() {
      if (pressedX.current === undefined) cursor.setState({ atMs: undefined })
    },
    onDoubleClick: () => setUi({ chartStretch: undefined }),
  }
}

/** Much longer than the axis: there is something to choose from. */
const isLong = (all: Stretch, axis: Axis) => all.toMs - all.fromMs > 1.6 * (axis.toMs - axis.fromMs)

export function ChartStack({ deck, metrics, axis }: { deck: Deck; metrics: Metric[]; axis: Axis }) {
  const [cursor] = useState(createCursorStore)
  const marks = useMarks(deck)
  const bars = useStepBars(deck)
  const all = useRecorded(deck, metrics)
  const pointer = usePointer(axis, cursor, deck.nowMs)
  const isChosen = useUi((ui) => ui.chartStretch !== undefined)
  useWhole(deck, axis)
  return (
    <div className="chart-stack">
      <StepStrip deck={deck} axis={axis} bars={bars} marks={marks} />
      <div className="chart-rows" {...pointer}>
        {metrics.map((metric, index) => (
          <ChartRow
            key={metric.name}
            deck={deck}
            metric={metric}
            axis={axis}
            index={index}
            marks={marks}
            bars={bars}
            cursor={cursor}
          />
        ))}
      </div>
      {metrics.length <= FEW && <Scorecard deck={deck} />}
      <ChartAxis deck={deck} axis={axis} cursor={cursor} metrics={metrics} bars={bars} />
      {all && (isChosen || isLong(all, axis)) && <ChartOverview deck={deck} axis={axis} all={all} />}
    </div>
  )
}
