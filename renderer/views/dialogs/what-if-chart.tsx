/** Where another limit would have fired and where what is on record did, over the metric's line. */
import { useEffect, useMemo } from 'react'
import { describeValue } from '../../../shared/analysis/describe.ts'
import { createPainter } from '../../../shared/analysis/picture.ts'
import type { Stretch } from '../../../shared/analysis/what-if.ts'
import type { WhatIf } from '../../../shared/contract/results.ts'
import type { Metric } from '../../../shared/runbook/model.ts'
import { MetricChart } from '../../charts/metric-chart.tsx'
import { place, shareOf } from '../../charts/place.ts'
import { timeTicks, valueDomain } from '../../charts/scale.ts'
import { Mark } from '../../components/mark.tsx'
import { formatTime } from '../../components/time.ts'
import { useCockpit, useSession } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { ruleOf } from '../deck/chart-data.ts'
import { ChartUnderlay } from '../deck/chart-overlay.tsx'
import { type Axis, COLUMNS, NO_SAMPLES, runStretch } from '../deck/metric-axis.ts'

/** The runs with every fire in the picture. */
function axisOf(deck: Deck, { replay, recorded }: WhatIf): Axis {
  const run = runStretch(deck) ?? { fromMs: deck.nowMs - 60_000, toMs: deck.nowMs }
  const fires = [...replay.fires, ...recorded.flatMap((each) => each.fires)].map(({ atMs }) => atMs)
  const roomMs = (run.toMs - run.fromMs) * 0.05
  const fromMs = Math.min(run.fromMs, ...fires.map((ms) => ms - roomMs))
  const toMs = Math.max(run.toMs, ...fires.map((ms) => ms + roomMs))
  return { fromMs, toMs, mode: 'run', columnMs: (toMs - fromMs) / COLUMNS }
}

const NO_MARKS: never[] = []

type Props = { deck: Deck; metric: Metric; whatIf: WhatIf }

export function WhatIfChart({ deck, metric, whatIf }: Props) {
  const { cockpit } = useSession()
  const key = `${deck.environment.name}/${metric.name}`
  const samples = useCockpit((state) => state.series[key] ?? NO_SAMPLES)
  const coarseToMs = useCockpit((state) => state.coarseToMs[key])
  const axis = axisOf(deck, whatIf)
  const { fromMs, toMs } = axis
  const environment = deck.environment.name
  useEffect(() => {
    void cockpit.loadStretch(environment, fromMs, toMs).catch(() => undefined)
  }, [cockpit, environment, fromMs, toMs])
  const painter = useMemo(() => createPainter(ruleOf(metric, coarseToMs)), [metric, coarseToMs])
  const picture = useMemo(
    () => painter(samples, { fromMs, toMs, columns: COLUMNS * 2, untilMs: samples.at(-1)?.[0] ?? toMs }),
    [painter, samples, fromMs, toMs],
  )
  const limit = whatIf.rule.above ?? whatIf.rule.below
  const [low, high] = valueDomain(
    metric,
    picture.points.map(({ v }) => v),
    limit,
  )
  return (
    <div className="what-if-chart dialog-pad">
      <div className="what-if-plot" role="img" aria-label={`${metric.title}, with where it would have fired`}>
        {whatIf.arm && <Armed axis={axis} armed={whatIf.armed} />}
        <ChartUnderlay picture={picture} axis={axis} metric={metric} marks={NO_MARKS} bars={NO_MARKS} />
        <MetricChart
          points={picture.points}
          alone={picture.alone}
          fromMs={fromMs}
          toMs={toMs}
          low={low}
          high={high}
          trigger={limit}
          isOff={false}
        />
        <Fires axis={axis} whatIf={whatIf} />
        {limit !== undefined && (
          <span className="what-if-limit" style={{ top: `${(1 - (limit - low) / (high - low)) * 100}%` }}>
            {describeValue(limit, metric.unit)}
          </span>
        )}
      </div>
      <div className="chart-ticks">
        {timeTicks(fromMs, toMs, deck.offsetMinutes, 6).map((ms) => {
          const at = shareOf(axis, ms)
          return at < 4 || at > 96 ? null : (
            <span key={ms} style={{ left: `${at}%` }}>
              {formatTime(ms, deck.offsetMinutes)}
            </span>
          )
        })}
      </div>
    </div>
  )
}

/** While it was armed; outside nothing counts. */
function Armed({ axis, armed }: { axis: Axis; armed: readonly Stretch[] }) {
  return armed.map((stretch) => {
    const at = place(axis, stretch)
    return (
      at && (
        <i key={stretch.fromMs} className="what-if-armed" style={{ left: at.left, width: at.width }}>
          <span>armed</span>
        </i>
      )
    )
  })
}

/** Fires closer than this share of the axis have one label. */
const LABEL_APART = 18

type Fired = { atMs: number; word: string }

/** The label stands at the first of those it is for, and says how many they are. */
function labelled(fires: readonly Fired[], axis: Axis): { atMs: number; at: number; label?: string }[] {
  const all = fires.map(({ atMs, word }) => ({ atMs, at: shareOf(axis, atMs), word, count: 0 }))
  let first = all[0]
  for (const each of all) {
    if (each.at - first!.at >= LABEL_APART || each.word !== first!.word) first = each
    first!.count++
  }
  return all.map(({ atMs, at, word, count }) => ({
    atMs,
    at,
    ...(count === 0 ? {} : { label: count === 1 ? word : `${word} ${count} times` }),
  }))
}

function Fires({ axis, whatIf }: { axis: Axis; whatIf: WhatIf }) {
  const would = whatIf.replay.fires.map(({ atMs }) => ({ atMs, word: 'would have fired' }))
  const did = whatIf.recorded.flatMap(({ fires, severity }) =>
    fires.map(({ atMs }) => ({ atMs, word: `fired, ${severity}` })),
  )
  return (
    <>
      <FireMarks kind="did" fires={labelled(did, axis)} />
      <FireMarks kind="would" fires={labelled(would, axis)} />
    </>
  )
}

function FireMarks({ kind, fires }: { kind: 'did' | 'would'; fires: ReturnType<typeof labelled> }) {
  return fires.map(({ atMs, at, label }) => (
    <i key={`${label}-${atMs}`} className={`what-if-fire is-${kind}`} style={{ left: `${at}%` }}>
      {label && (
        <span className={at > 70 ? 'is-left' : ''}>
          <Mark name={kind === 'did' ? 'critical' : 'warning'} /> {label}
        </span>
      )}
    </i>
  ))
}
