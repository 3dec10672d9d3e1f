/** Why a breach is one: the last samples, each a dot, against the limit, with the stretch that counts. */
import { memo } from 'react'
import { Line, LineChart, ReferenceArea, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { describeValue } from '../../shared/analysis/describe.ts'
import { missesTarget } from '../../shared/analysis/target.ts'
import type { Sample } from '../../shared/contract/results.ts'
import type { Metric } from '../../shared/runbook/model.ts'
import { formatTime } from '../components/time.ts'
import { limitOf, timeTicks, toPoints, valueDomain } from './scale.ts'

type Props = { samples: readonly Sample[]; metric: Metric; limit?: number; sinceMs: number; offsetMinutes: number }
type DotProps = { cx?: number; cy?: number; index?: number; payload?: { v: number | null } }

const dotFor = (metric: Metric) =>
  function Dot({ cx, cy, index, payload }: DotProps) {
    const value = payload?.v
    if (cx === undefined || cy === undefined || value === null || value === undefined) return <g key={index} />
    const isOff = missesTarget(metric.target, value)
    return (
      <circle
        key={index}
        cx={cx}
        cy={cy}
        r={3.6}
        fill={isOff ? 'var(--red)' : 'var(--red-q)'}
        stroke={isOff ? 'var(--red)' : 'var(--t2)'}
        strokeWidth={1.5}
      />
    )
  }

const tickStyle = { fill: 'var(--t2)', fontSize: 12 } as const

export const EvidenceChart = memo(function EvidenceChart({ samples, metric, limit, sinceMs, offsetMinutes }: Props) {
  // What is thin is no evidence: it breaks the line as a missing sample does.
  const usable = samples.map(([t, v, count]): Sample => [t, count < metric.minVolume ? null : v, count])
  const points = toPoints(usable)
  const fromMs = points[0]?.t ?? sinceMs
  const toMs = points.at(-1)?.t ?? sinceMs + 1
  const target = limitOf(metric)
  const [low, high] = valueDomain(
    metric,
    usable.map(([, value]) => value),
    limit,
  )
  const top = Math.max(...usable.map((sample) => sample[1] ?? low))
  const ticks = [...new Set([limit ?? target ?? low, top])].toSorted((a, b) => a - b)
  return (
    <div className="evidence" role="img" aria-label={`The last ${points.length} samples of ${metric.title}`}>
      <ResponsiveContainer width="100%" height="100%" debounce={120}>
        <LineChart data={points} margin={{ top: 6, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <XAxis
            dataKey="t"
            type="number"
            domain={[fromMs, toMs]}
            ticks={timeTicks(fromMs, toMs, offsetMinutes, 4)}
            tickFormatter={(ms) => formatTime(Number(ms), offsetMinutes)}
            tick={tickStyle}
            axisLine={false}
            tickLine={false}
            height={18}
          />
          <YAxis
            domain={[low, high]}
            ticks={ticks}
            tickFormatter={(value) => describeValue(Number(Number(value).toPrecision(3)), metric.unit)}
            tick={tickStyle}
            axisLine={false}
            tickLine={false}
            width={58}
          />
          <ReferenceArea x1={Math.max(fromMs, sinceMs)} x2={toMs} fill="var(--red)" fillOpacity={0.22} />
          {target !== undefined && <ReferenceLine y={target} stroke="var(--t3)" strokeDasharray="4 4" />}
          {limit !== undefined && <ReferenceLine y={limit} stroke="var(--red)" strokeDasharray="2 3" />}
          <ReferenceLine x={Math.max(fromMs, sinceMs)} stroke="var(--red)" />
          <Line
            dataKey="v"
            type="linear"
            isAnimationActive={false}
            stroke="var(--t2)"
            strokeWidth={1.3}
            dot={dotFor(metric)}
            activeDot={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  )
})
