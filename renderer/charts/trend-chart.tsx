/** One measure over the range: a dot for each release with the median of the last ones as a line, or columns of weeks. */
import { memo } from 'react'
import { DefaultZIndexes, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis, ZIndexLayer } from 'recharts'
import type { TrendColumn, TrendPoint } from '../../shared/analysis/dora/trends.ts'
import { type Plot, usePlot } from './use-plot.ts'

/** `rings` stand behind what really happened. */
export type TrendLooks = 'dots' | 'rings' | 'line'

export type TrendMarks = { points: readonly TrendPoint[]; looks: TrendLooks } | { columns: readonly TrendColumn[] }

export type TrendChartProps = {
  marks: readonly TrendMarks[]
  fromMs: number
  toMs: number
  high: number
  /** A target of the reference, drawn where it is in the picture. */
  limit?: number
}

/** A dot at the edge is whole. */
const MARGIN = { top: 4, right: 4, bottom: 2, left: 4 }
/** A column of few is no wall. */
const WIDEST = 32
/** From so many on dots are smaller. */
const MANY = 150
const NO_DATA: never[] = []

type Scale = Pick<Plot, 'x' | 'y'>

function Columns({
  columns,
  x,
  y,
  fromMs,
  toMs,
}: Scale & { columns: readonly TrendColumn[]; fromMs: number; toMs: number }) {
  return columns.map((each) => {
    const [left, right] = [x(Math.max(fromMs, each.fromMs)), x(Math.min(toMs, each.toMs))]
    const width = Math.max(1, Math.min(WIDEST, right - left - 1))
    const good = each.deployments - each.failed
    return (
      <g key={each.fromMs}>
        <rect x={left} width={width} y={y(good)} height={y(0) - y(good)} fill="var(--bar-done)" />
        {each.failed > 0 && (
          <rect
            x={left}
            width={width}
            y={y(each.deployments)}
            height={y(good) - y(each.deployments)}
            fill="var(--red)"
          />
        )}
      </g>
    )
  })
}

function Points({ points, looks, x, y }: Scale & { points: readonly TrendPoint[]; looks: TrendLooks }) {
  const isQuiet = looks === 'rings'
  const isMany = points.length > MANY
  const line = points.map(
    (each, index) => `${index === 0 ? 'M' : 'L'}${x(each.atMs).toFixed(1)},${y(each.middle).toFixed(1)}`,
  )
  return (
    <>
      {(looks !== 'line' || points.length === 1 ? points : []).map((each) => (
        <circle
          key={`${each.atMs} ${each.title}`}
          cx={x(each.atMs)}
          cy={y(each.value)}
          r={isMany ? 1.4 : 2.4}
          fill={isQuiet ? 'var(--s1)' : 'var(--l3)'}
          stroke={isQuiet ? 'var(--l3)' : 'none'}
          strokeWidth={isMany ? 0.8 : 1.2}
        />
      ))}
      {!isQuiet && points.length > 1 && (
        <path d={line.join('')} fill="none" stroke="var(--t1)" strokeWidth={1.3} strokeLinejoin="round" />
      )}
    </>
  )
}

function Marks({ marks, fromMs, toMs, high }: TrendChartProps) {
  const plot = usePlot({ fromMs, toMs, low: 0, high })
  if (!plot) return null
  const { x, y } = plot
  return (
    <g>
      {marks.map((each, index) =>
        'columns' in each ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: layers have no name and keep their order
          <Columns key={index} columns={each.columns} {...{ x, y, fromMs, toMs }} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: layers have no name and keep their order
          <Points key={index} {...each} x={x} y={y} />
        ),
      )}
    </g>
  )
}

export const TrendChart = memo(function TrendChart(props: TrendChartProps) {
  const { fromMs, toMs, high, limit } = props
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={120}>
      <LineChart data={NO_DATA} margin={MARGIN} accessibilityLayer={false}>
        <XAxis dataKey="t" type="number" domain={[fromMs, toMs]} allowDataOverflow hide />
        <YAxis type="number" domain={[0, high]} allowDataOverflow hide />
        <ReferenceLine y={0} stroke="var(--l1)" />
        {limit !== undefined && limit <= high && <ReferenceLine y={limit} stroke="var(--t3)" strokeDasharray="4 4" />}
        <ZIndexLayer zIndex={DefaultZIndexes.line}>
          <Marks {...props} />
        </ZIndexLayer>
      </LineChart>
    </ResponsiveContainer>
  )
})
