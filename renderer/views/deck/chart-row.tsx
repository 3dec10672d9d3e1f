/** One metric: what it is now, its line on the shared axis, and what lies over the line. */
import { describeTarget, describeValue } from '../../../shared/analysis/describe.ts'
import { judgeTarget, type Verdict } from '../../../shared/analysis/judge-target.ts'
import type { Sample } from '../../../shared/contract/results.ts'
import type { FeedItem } from '../../../shared/domain/project-feed.ts'
import type { Metric } from '../../../shared/runbook/model.ts'
import type { CursorStore } from '../../charts/chart-cursor.ts'
import { MetricChart } from '../../charts/metric-chart.tsx'
import { shareOf } from '../../charts/place.ts'
import { limitOf } from '../../charts/scale.ts'
import { Mark } from '../../components/mark.tsx'
import { VERDICT_MARKS, VERDICT_WORDS, verdictTone } from '../../components/verdict.ts'
import { useCockpit, useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { type ChartData, useChart, usePaired } from './chart-data.ts'
import { ChartCursorLine, ChartUnderlay } from './chart-overlay.tsx'
import { type Axis, NO_SAMPLES } from './metric-axis.ts'
import type { StepBar } from './step-bars.ts'
import { useStaggered } from './use-staggered.ts'

/** A verdict needs no more than these: since when it has been so is not shown here. */
const JUDGED_SAMPLES = 120

function useVerdict(deck: Deck, metric: Metric, samples: readonly Sample[]): Verdict {
  const health = deck.state.metrics[`${deck.environment.name}/${metric.name}`]
  const source =
    health?.status === 'blind'
      ? { consecutive: Number.POSITIVE_INFINITY, sinceMs: health.sinceMs, reason: health.reason ?? 'no answer' }
      : undefined
  return judgeTarget(metric, samples.slice(-JUDGED_SAMPLES), deck.nowMs, source)
}

type Props = {
  deck: Deck
  metric: Metric
  axis: Axis
  /** Its place in the stack. */
  index: number
  marks: readonly FeedItem[]
  bars: readonly StepBar[]
  cursor: CursorStore
}

export function ChartRow({ deck, metric, axis: wanted, index, marks, bars, cursor }: Props) {
  const axis = useStaggered(wanted, index)
  const arrived = useCockpit((state) => state.series[`${deck.environment.name}/${metric.name}`] ?? NO_SAMPLES)
  const samples = useStaggered(arrived, index)
  const verdict = useVerdict(deck, metric, samples)
  const paired = usePaired(deck, metric)
  const chart = useChart(deck, metric, samples, axis, paired)
  const behind = paired ? [`Grey line: ${paired.title}, at the same time.`] : []
  const words = [verdict.rule, ...baselineWords(metric, chart.drawn.baseline), ...behind].join(' ')
  return (
    <div className="chart-row">
      <ChartLabel metric={metric} verdict={verdict} words={words} isCritical={chart.isCritical} paired={paired} />
      <div className="chart-plot" role="img" aria-label={words}>
        <ChartUnderlay picture={chart.picture} axis={axis} metric={metric} marks={marks} bars={bars} />
        <MetricChart {...chart.drawn} isOff={verdict.status === 'breach'} />
        <Newest metric={metric} samples={samples} axis={axis} drawn={chart.drawn} isOff={verdict.status === 'breach'} />
        {samples.length === 0 && <span className="chart-none t3">no sample yet</span>}
        <ChartCursorLine cursor={cursor} axis={axis} metric={metric} samples={samples} rule={chart.rule} />
      </div>
      <Gutter metric={metric} drawn={chart.drawn} />
    </div>
  )
}

type NewestProps = { metric: Metric; samples: readonly Sample[]; axis: Axis; drawn: ChartData['drawn']; isOff: boolean }

/** Over the line, which is not drawn again for it. */
function Newest({ metric, samples, axis, drawn: { low, high }, isOff }: NewestProps) {
  const [t, v, count] = samples.at(-1) ?? []
  if (t === undefined || v === null || v === undefined || count! < metric.minVolume) return null
  if (t < axis.fromMs || t > axis.toMs || v < low || v > high) return null
  const style = { left: `${shareOf(axis, t)}%`, top: `calc(3px + (100% - 6px) * ${1 - (v - low) / (high - low)})` }
  return <i className={isOff ? 'chart-newest is-off' : 'chart-newest'} style={style} />
}

/** The limit and zero, where they are. */
function Gutter({ metric, drawn: { low, high } }: { metric: Metric; drawn: ChartData['drawn'] }) {
  const limit = limitOf(metric)
  const percent = (value: number) => `${(1 - (value - low) / (high - low)) * 100}%`
  return (
    <div className="chart-gutter" aria-hidden="true">
      {limit !== undefined && (
        <span style={{ top: percent(limit) }}>{describeValue(limit, metric.unit).replace(/[^\d.]/g, '')}</span>
      )}
      {low === 0 && (limit === undefined || limit > high * 0.45) && <span style={{ top: '100%' }}>0</span>}
    </div>
  )
}

/** What the band behind the line is. */
function baselineWords({ unit }: Metric, baseline: [number, number] | undefined): string[] {
  if (!baseline) return []
  const [low, high] = baseline.map((value) => describeValue(value, unit))
  return [`Band: ${low} to ${high}, where nine of ten values lay in the hour before the run.`]
}

type LabelProps = { metric: Metric; verdict: Verdict; words: string; isCritical: boolean; paired: Metric | undefined }

const targetWords = (metric: Metric, verdict: Verdict): string => {
  const target = describeTarget(metric.target, metric.unit)
  if (verdict.status === 'thin') return `${verdict.count} of ${metric.minVolume} samples`
  return target ? `target ${target}` : 'no target'
}

function ChartLabel({ metric, verdict, words, isCritical, paired }: LabelProps) {
  const setUi = useSetUi()
  const isOff = verdict.status === 'breach'
  const shown = verdict.value === null ? undefined : describeValue(verdict.value, metric.unit, metric.target)
  const [, number, unit] = /^([−\-\d.,]+)(.*)$/.exec(shown ?? '') ?? []
  const { status } = verdict
  const isWorst = isOff && isCritical
  const word = metric.dryRun ? 'Dry run' : isWorst ? 'Critical' : VERDICT_WORDS[status]
  return (
    <div className="chart-label" title={words}>
      <div className="chart-title">
        <span className="bold clip">{metric.title}</span>
        <button
          type="button"
          className="chart-what-if"
          title="Other limits over what was recorded (W)"
          onClick={() => setUi({ dialog: { kind: 'what-if', metric: metric.name } })}
        >
          What if…
        </button>
      </div>
      <div className="chart-value-line">
        <span
          className={`chart-number ${isOff ? 'red' : ''} ${status === 'no-data' || status === 'blind' ? 't3' : ''}`}
        >
          {number ?? 'none'}
        </span>
        <span className="t2">{unit?.trim()}</span>
        <span className={`chart-verdict ${verdictTone(status)}`}>
          <Mark name={isWorst ? 'critical' : VERDICT_MARKS[status]} /> {word}
        </span>
      </div>
      <div className="chart-target t2 clip">
        {targetWords(metric, verdict)}
        {paired && `, grey: ${paired.title}`}
      </div>
    </div>
  )
}
