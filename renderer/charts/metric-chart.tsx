/** One metric on the shared axis. Decimated by the caller to at most 300 points; no animation, no axis of its own. */
import { memo } from 'react'
import {
  Line,
  LineChart,
  ReferenceArea,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { Point } from './scale.ts'

export type MetricChartProps = {
  points: Point[]
  fromMs: number
  toMs: number
  low: number
  high: number
  limit?: number
  /** A trigger's limit, when it is another one than the target. */
  trigger?: number
  isOff: boolean
  runStartMs?: number
  stepStartsMs: number[]
  breachMs: number[]
  /** The range of values before the run. */
  baseline?: [number, number]
  format: (value: number) => string
}

/** The point nearest to where the pointer is in another chart of the stack. */
const nearest = (ticks: readonly { value?: unknown }[], data: { activeLabel?: string | number }): number => {
  const at = Number(data.activeLabel)
  let best = 0
  ticks.forEach((tick, index) => {
    if (Math.abs(Number(tick.value) - at) < Math.abs(Number(ticks[best]!.value) - at)) best = index
  })
  return best
}

type Hover = { active?: boolean; payload?: readonly { value?: unknown }[]; format: (value: number) => string }

function Value({ active, payload, format }: Hover) {
  const value = payload?.[0]?.value
  if (!active || typeof value !== 'number') return null
  return <div className="chart-value">{format(value)}</div>
}

const still = { isAnimationActive: false } as const

export const MetricChart = memo(function MetricChart(props: MetricChartProps) {
  const {
    points,
    fromMs,
    toMs,
    low,
    high,
    limit,
    trigger,
    isOff,
    runStartMs,
    stepStartsMs,
    breachMs,
    baseline,
    format,
  } = props
  const last = points.findLast((point) => point.v !== null)
  const color = isOff ? 'var(--red)' : 'var(--accent)'
  const isVisible = (ms: number) => ms >= fromMs && ms <= toMs
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={120}>
      <LineChart
        data={points}
        syncId="metrics"
        syncMethod={nearest}
        margin={{ top: 3, right: 4, bottom: 3, left: 0 }}
        accessibilityLayer={false}
      >
        <XAxis dataKey="t" type="number" domain={[fromMs, toMs]} allowDataOverflow hide />
        <YAxis type="number" domain={[low, high]} allowDataOverflow hide />
        {baseline && runStartMs !== undefined && (
          <ReferenceArea
            y1={baseline[0]}
            y2={baseline[1]}
            x1={fromMs}
            x2={toMs}
            fill="var(--s3)"
            fillOpacity={0.7}
            ifOverflow="hidden"
          />
        )}
        {runStartMs !== undefined && isVisible(runStartMs) && <ReferenceLine x={runStartMs} stroke="var(--t3)" />}
        {stepStartsMs.filter(isVisible).map((ms) => (
          <ReferenceLine key={ms} x={ms} stroke="var(--l2)" strokeDasharray="1 3" />
        ))}
        {limit !== undefined && <ReferenceLine y={limit} stroke="var(--t3)" strokeDasharray="4 4" />}
        {trigger !== undefined && trigger <= high && (
          <ReferenceLine y={trigger} stroke="var(--red)" strokeDasharray="2 3" />
        )}
        {breachMs.filter(isVisible).map((ms) => (
          <ReferenceLine key={`breach-${ms}`} x={ms} stroke="var(--red)" strokeWidth={1.5} />
        ))}
        <Tooltip
          {...still}
          content={<Value format={format} />}
          cursor={{ stroke: 'var(--t1)', strokeWidth: 1 }}
          offset={6}
        />
        <Line
          {...still}
          dataKey="v"
          type="linear"
          stroke={color}
          strokeWidth={1.5}
          dot={false}
          activeDot={{ r: 3, fill: 'var(--s1)', stroke: 'var(--t1)' }}
          connectNulls={false}
        />
        {last && isVisible(last.t) && <ReferenceDot x={last.t} y={last.v!} r={2.8} fill={color} stroke="none" />}
      </LineChart>
    </ResponsiveContainer>
  )
})
