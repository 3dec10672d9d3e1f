/** One metric on the shared axis: the line and its limits. What moves with the pointer is drawn over it, so that this stays still. */
import { memo } from 'react'
import {
  DefaultZIndexes,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  usePlotArea,
  XAxis,
  YAxis,
  ZIndexLayer,
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
  /** The same measure of the old version, drawn behind the line. */
  behind?: Pick<MetricChartProps, 'points' | 'alone'>
  /** The range of values before the run. */
  baseline?: [number, number]
}

const MARGIN = { top: 3, right: 0, bottom: 3, left: 0 }
const NO_DATA: never[] = []

type DrawnLine = Pick<MetricChartProps, 'points' | 'alone' | 'fromMs' | 'toMs' | 'low' | 'high'> & { color: string }

/**
 * Our own path: recharts' Line measures and compares every point each time it is drawn, for animations and tooltips there are none of here, and six of
 * them cost frames.
 */
function PictureLine({ points, alone, fromMs, toMs, low, high, color }: DrawnLine) {
  const plot = usePlotArea()
  if (!plot) return null
  const x = (ms: number) => plot.x + ((ms - fromMs) / (toMs - fromMs)) * plot.width
  const y = (value: number) => plot.y + (1 - (value - low) / (high - low)) * plot.height
  let path = ''
  let isDrawing = false
  for (const { t, v } of points) {
    if (v !== null) path += `${isDrawing ? 'L' : 'M'}${x(t).toFixed(1)},${y(v).toFixed(1)}`
    isDrawing = v !== null
  }
  return (
    <g className="chart-curve">
      <path d={path} fill="none" stroke={color} strokeWidth={1.5} strokeLinejoin="round" />
      {alone.map(({ t, v }) => (
        <circle key={t} cx={x(t)} cy={y(v!)} r={2} fill={color} />
      ))}
    </g>
  )
}

export const MetricChart = memo(function MetricChart(props: MetricChartProps) {
  const { fromMs, toMs, low, high, limit, trigger, isOff, baseline, behind } = props
  const color = isOff ? 'var(--red)' : 'var(--accent)'
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={120}>
      <LineChart data={NO_DATA} margin={MARGIN} accessibilityLayer={false}>
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
        <ZIndexLayer zIndex={DefaultZIndexes.line}>
          {behind && <PictureLine {...props} {...behind} color="var(--t3)" />}
          <PictureLine {...props} color={color} />
        </ZIndexLayer>
      </LineChart>
    </ResponsiveContainer>
  )
})
