/** How the measures went, on one axis. */
import { useMemo } from 'react'
import { DAY_MS } from '../../../shared/analysis/dora/clusters.ts'
import type { DoraRange } from '../../../shared/analysis/dora/measure-dora.ts'
import type { Trends } from '../../../shared/analysis/dora/trends.ts'
import { TrendChart, type TrendChartProps } from '../../charts/trend-chart.tsx'
import { formatDay } from '../../components/time.ts'
import { type Trend, trendsOf } from './trends.ts'

type Props = { trends: Trends; range: DoraRange; offsetMinutes: number }

export function TrendStack({ trends, range, offsetMinutes }: Props) {
  const all = useMemo(() => trendsOf(trends), [trends])
  return (
    <section className="trends" aria-label="Trends">
      <div className="panel-head">
        <h2>Trends</h2>
        <span className="end t2 clip">dots: releases; line: running median</span>
      </div>
      {all.map((trend) => (
        <Row key={trend.title} trend={trend} range={range} />
      ))}
      <Axis range={range} offsetMinutes={offsetMinutes} />
    </section>
  )
}

function Row({ trend: { title, says, empty, marks, high, words, limit }, range }: { trend: Trend; range: DoraRange }) {
  const isEmpty = marks.length === 0
  const chart: TrendChartProps = {
    marks,
    ...range,
    high: Math.max(high * 1.08, 1e-9),
    ...(limit === undefined ? {} : { limit }),
  }
  return (
    <div className="trend-row">
      <div className="trend-label">
        <div className="bold">{title}</div>
        {!isEmpty && <div className="small t2">{says}</div>}
      </div>
      {isEmpty ? (
        <p className="trend-plot t3 small trend-empty">{empty}</p>
      ) : (
        <div className="trend-plot" role="img" aria-label={`${title}: ${says}; at most ${words(high)}`}>
          <TrendChart {...chart} />
        </div>
      )}
      <span className="trend-high num small t3">{isEmpty ? '' : words(high)}</span>
    </div>
  )
}

const LABELS = 4

function Axis({ range: { fromMs, toMs }, offsetMinutes }: { range: DoraRange; offsetMinutes: number }) {
  const spanMs = Math.max(1, toMs - fromMs)
  const isLong = spanMs > 400 * DAY_MS
  return (
    <div className="trend-row trend-axis">
      <span />
      <div className="trend-plot">
        {Array.from({ length: LABELS }, (_, index) => {
          const share = (index + 0.5) / LABELS
          const atMs = fromMs + spanMs * share
          return (
            <span key={share} className="small t3 nowrap" style={{ left: `${share * 100}%` }}>
              {isLong
                ? `${formatDay(atMs, offsetMinutes).slice(-3)} ${new Date(atMs).getUTCFullYear()}`
                : formatDay(atMs, offsetMinutes).slice(4)}
            </span>
          )
        })}
      </div>
      <span />
    </div>
  )
}
