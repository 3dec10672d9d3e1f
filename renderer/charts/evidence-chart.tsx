/** Why a breach is one: the last samples, each a dot, against the limit, with the stretch that counts. */
import { memo } from 'react'
import { DefaultZIndexes, LineChart, ResponsiveContainer, XAxis, YAxis, ZIndexLayer } from 'recharts'
import { describeValue } from '../../shared/analysis/describe.ts'
import { missesTarget } from '../../shared/analysis/target.ts'
import type { Sample } from '../../shared/contract/results.ts'
import type { Metric } from '../../shared/runbook/model.ts'
import { formatTime } from '../components/time.ts'
import { LimitLine } from './limit-line.tsx'
import { linePath } from './line-path.ts'
import { limitOf, timeTicks, toPoints, valueDomain } from './scale.ts'
import { type Domain, usePlot } from './use-plot.ts'

type Props = { samples: readonly Sample[]; metric: Metric; limit?: number; sinceMs: number; offsetMinutes: number }
type Drawn = Domain & Pick<Props, 'samples' | 'metric' | 'limit' | 'sinceMs'> & { target: number | undefined }

function Evidence({ samples, metric, limit, sinceMs, target, ...domain }: Drawn) {
  const plot = usePlot(domain)
  if (!plot) return null
  const { x, y, right } = plot
  // It may have begun between the newest sample and now.
  const began = x(Math.min(domain.toMs, Math.max(domain.fromMs, sinceMs)))
  const [top, bottom] = [y(domain.high), y(domain.low)]
  return (
    <>
      <rect x={began} width={right - began} y={top} height={bottom - top} fill="var(--red)" fillOpacity={0.22} />
      {target !== undefined && <LimitLine plot={plot} at={target} color="var(--t3)" dashes="4 4" />}
      {limit !== undefined && <LimitLine plot={plot} at={limit} color="var(--red)" dashes="2 3" />}
      <line x1={began} x2={began} y1={top} y2={bottom} stroke="var(--red)" />
      <path d={linePath(toPoints(samples), plot)} fill="none" stroke="var(--t2)" strokeWidth={1.3} />
      {samples.map(
        ([t, v]) => v !== null && <Dot key={t} cx={x(t)} cy={y(v)} isOff={missesTarget(metric.target, v)} />,
      )}
    </>
  )
}

const Dot = ({ cx, cy, isOff }: { cx: number; cy: number; isOff: boolean }) => (
  <circle
    cx={cx}
    cy={cy}
    r={3.6}
    fill={isOff ? 'var(--red)' : 'var(--red-q)'}
    stroke={isOff ? 'var(--red)' : 'var(--t2)'}
    strokeWidth={1.5}
  />
)

const NO_DATA: never[] = []
const tickStyle = { fill: 'var(--t2)', fontSize: 12 } as const

export const EvidenceChart = memo(function EvidenceChart({ samples, metric, limit, sinceMs, offsetMinutes }: Props) {
  // What is thin is no evidence: it breaks the line as a missing sample does.
  const usable = samples.map(([t, v, count]): Sample => [t, count < metric.minVolume ? null : v, count])
  const fromMs = usable[0]?.[0] ?? sinceMs
  const toMs = usable.at(-1)?.[0] ?? sinceMs + 1
  const target = limitOf(metric)
  const [low, high] = valueDomain(
    metric,
    usable.map(([, value]) => value),
    limit,
  )
  const top = Math.max(...usable.map((sample) => sample[1] ?? low))
  const ticks = [...new Set([limit ?? target ?? low, top])].toSorted((a, b) => a - b)
  return (
    <div className="evidence" role="img" aria-label={`The last ${usable.length} samples of ${metric.title}`}>
      <ResponsiveContainer width="100%" height="100%" debounce={120}>
        <LineChart data={NO_DATA} margin={{ top: 6, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <XAxis
            dataKey="t"
            type="number"
            domain={[fromMs, toMs]}
            allowDataOverflow
            ticks={timeTicks(fromMs, toMs, offsetMinutes, 4)}
            tickFormatter={(ms) => formatTime(Number(ms), offsetMinutes)}
            tick={tickStyle}
            axisLine={false}
            tickLine={false}
            height={18}
          />
          <YAxis
            type="number"
            domain={[low, high]}
            allowDataOverflow
            ticks={ticks}
            tickFormatter={(value) => describeValue(Number(Number(value).toPrecision(3)), metric.unit)}
            tick={tickStyle}
            axisLine={false}
            tickLine={false}
            width={58}
          />
          <ZIndexLayer zIndex={DefaultZIndexes.line}>
            <Evidence {...{ samples: usable, metric, limit, sinceMs, target, fromMs, toMs, low, high }} />
          </ZIndexLayer>
        </LineChart>
      </ResponsiveContainer>
    </div>
  )
})
