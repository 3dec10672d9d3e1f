/** One metric on the shared axis: the line and its limits. What moves with the pointer is drawn over it, so that this stays still. */
import { createContext, memo, use } from 'react'
import { DefaultZIndexes, LineChart, ResponsiveContainer, ZIndexLayer } from 'recharts'
import type { PicturePoint } from '../../shared/analysis/picture.ts'
import { LimitLine } from './limit-line.tsx'
import { linePath } from './line-path.ts'
import { type Domain, type Plot, usePlot } from './use-plot.ts'

type Curve = {
  points: PicturePoint[]
  /** Values without neighbours: dots. */
  alone: PicturePoint[]
}

export type MetricChartProps = Domain &
  Curve & {
    limit?: number
    /** A trigger's limit, when it is another one than the target. */
    trigger?: number
    isOff: boolean
    /** The same measure of the old version, drawn behind the line. */
    behind?: Curve
    /** The range of values before the run. */
    baseline?: [number, number]
  }

const MARGIN = { top: 3, right: 0, bottom: 3, left: 0 }
const NO_DATA: never[] = []

function PictureLine({ points, alone, color, plot }: Curve & { plot: Plot; color: string }) {
  return (
    <g className="chart-curve">
      <path d={linePath(points, plot)} fill="none" stroke={color} strokeWidth={1.5} strokeLinejoin="round" />
      {alone.map(({ t, v }) => (
        <circle key={t} cx={plot.x(t)} cy={plot.y(v!)} r={2} fill={color} />
      ))}
    </g>
  )
}

function BaselineBand({
  range,
  low,
  high,
  plot,
}: { range: [number, number]; plot: Plot } & Pick<Domain, 'low' | 'high'>) {
  const [bottom, top] = [Math.max(low, range[0]), Math.min(high, range[1])]
  if (top < bottom) return null
  return (
    <rect
      x={plot.left}
      width={plot.right - plot.left}
      y={plot.y(top)}
      height={plot.y(bottom) - plot.y(top)}
      fill="var(--s3)"
      fillOpacity={0.8}
      stroke="var(--l2)"
      strokeDasharray="1 3"
    />
  )
}

const DrawnContext = createContext<MetricChartProps | undefined>(undefined)

function Drawing({ drawn }: { drawn: MetricChartProps }) {
  const { limit, trigger, isOff, baseline, behind, points, alone, low, high } = drawn
  const plot = usePlot(drawn)
  if (!plot) return null
  return (
    <>
      {baseline && <BaselineBand range={baseline} low={low} high={high} plot={plot} />}
      {limit !== undefined && <LimitLine plot={plot} at={limit} color="var(--t3)" dashes="4 4" />}
      {trigger !== undefined && trigger <= high && trigger >= low && (
        <LimitLine plot={plot} at={trigger} color="var(--red)" dashes="2 3" />
      )}
      {behind && <PictureLine {...behind} plot={plot} color="var(--t3)" />}
      <PictureLine points={points} alone={alone} plot={plot} color={isOff ? 'var(--red)' : 'var(--accent)'} />
    </>
  )
}

function Drawn() {
  const drawn = use(DrawnContext)
  return drawn && <Drawing drawn={drawn} />
}

/**
 * Drawn once for a size: what changes reaches `Drawn` past it. Lines and limits of recharts report themselves to a store of each chart, measure and
 * compare every point each time, for animations and tooltips there are none of here; six such charts cost frames each second.
 */
const Frame = memo(function Frame() {
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={120}>
      <LineChart data={NO_DATA} margin={MARGIN} accessibilityLayer={false}>
        <ZIndexLayer zIndex={DefaultZIndexes.line}>
          <Drawn />
        </ZIndexLayer>
      </LineChart>
    </ResponsiveContainer>
  )
})

/** Compared by its props, so that its context changes only with them. */
export const MetricChart = memo(function MetricChart(props: MetricChartProps) {
  return (
    <DrawnContext value={props}>
      <Frame />
    </DrawnContext>
  )
})
