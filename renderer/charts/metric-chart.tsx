/** One metric on the shared axis: the line and its limits. What moves with the pointer is drawn over it, so that this stays still. */
import { memo } from 'react'
import {
  Line,
  LineChart,
  ReferenceArea,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts'
import type { PicturePoint } from '../../shared/analysis/picture.ts'

export type MetricChartProps = {
  points: PicturePoint[]
  /** Values without neighbours: dots. */
  alone: PicturePoint[]
  fromMs: number
  toMs: number
  low: number
  high: number
  limit?: number
  /** A trigger's limit, when it is another one than the target. */
  trigger?: number
  isOff: boolean
  /** The range of values before the run. */
  baseline?: [number, number]
}

const MARGIN = { top: 3, right: 0, bottom: 3, left: 0 }

export const MetricChart = memo(function MetricChart(props: MetricChartProps) {
  const { points, alone, fromMs, toMs, low, high, limit, trigger, isOff, baseline } = props
  const color = isOff ? 'var(--red)' : 'var(--accent)'
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={120}>
      <LineChart data={points} margin={MARGIN} accessibilityLayer={false}>
        <XAxis dataKey="t" type="number" domain={[fromMs, toMs]} allowDataOverflow hide />
        <YAxis type="number" domain={[low, high]} allowDataOverflow hide />
        {baseline && (
          <ReferenceArea
            y1={baseline[0]}
            y2={baseline[1]}
            x1={fromMs}
            x2={toMs}
            fill="var(--s3)"
            fillOpacity={0.8}
            stroke="var(--l2)"
            strokeDasharray="1 3"
            ifOverflow="hidden"
          />
        )}
        {limit !== undefined && <ReferenceLine y={limit} stroke="var(--t3)" strokeDasharray="4 4" />}
        {trigger !== undefined && trigger <= high && trigger >= low && (
          <ReferenceLine y={trigger} stroke="var(--red)" strokeDasharray="2 3" />
        )}
        <Line
          isAnimationActive={false}
          dataKey="v"
          type="linear"
          stroke={color}
          strokeWidth={1.5}
          dot={false}
          activeDot={false}
          connectNulls={false}
        />
        {alone.map(({ t, v }) =>
          v === null || t < fromMs || t > toMs ? null : (
            <ReferenceDot key={t} x={t} y={v} r={2} fill={color} stroke="none" />
          ),
        )}
      </LineChart>
    </ResponsiveContainer>
  )
})
