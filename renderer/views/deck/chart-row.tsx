import { useMemo } from 'react'
import { describeTarget, describeValue } from '../../../shared/analysis/describe.ts'
import { judgeTarget, type Verdict } from '../../../shared/analysis/judge-target.ts'
import type { Sample } from '../../../shared/contract/methods.ts'
import type { Metric } from '../../../shared/runbook/model.ts'
import { MetricChart } from '../../charts/metric-chart.tsx'
import { limitOf, toPoints, valueDomain } from '../../charts/scale.ts'
import { Mark } from '../../components/mark.tsx'
import { VERDICT_MARKS, VERDICT_WORDS, verdictTone } from '../../components/verdict.ts'
import { selectShown } from '../../state/cockpit-store.ts'
import { useCockpit } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { type Axis, NO_SAMPLES, POINTS } from './metric-axis.ts'

function useVerdict(deck: Deck, metric: Metric): Verdict {
  const samples = useCockpit((state) => state.series[`${deck.environment.name}/${metric.name}`] ?? NO_SAMPLES)
  const health = deck.state.metrics[`${deck.environment.name}/${metric.name}`]
  const source =
    health?.status === 'blind'
      ? { consecutive: Number.POSITIVE_INFINITY, sinceMs: health.sinceMs, reason: health.reason ?? 'no answer' }
      : undefined
  return judgeTarget(metric, samples, deck.nowMs, source)
}

/** So many intervals without a sample are a gap: nobody watched, or nobody answered. */
const GAP_INTERVALS = 3

export function ChartRow({ deck, metric, axis }: { deck: Deck; metric: Metric; axis: Axis }) {
  const key = `${deck.environment.name}/${metric.name}`
  const samples = useCockpit((state) => state.series[key] ?? NO_SAMPLES)
  const verdict = useVerdict(deck, metric)
  const chart = useChart(deck, metric, samples, axis)
  const limit = limitOf(metric)
  const percent = (value: number) => `${(1 - (value - chart.low) / (chart.high - chart.low)) * 100}%`
  return (
    <div className="chart-row">
      <ChartLabel metric={metric} verdict={verdict} isCritical={chart.isCritical} />
      <div className="chart-plot" role="img" aria-label={verdict.rule}>
        <MetricChart {...chart} limit={limit} isOff={verdict.status === 'breach'} />
        {samples.length === 0 && <span className="chart-none t3">no sample yet</span>}
      </div>
      <div className="chart-gutter" aria-hidden="true">
        {limit !== undefined && (
          <span style={{ top: percent(limit) }}>{describeValue(limit, metric.unit).replace(/[^\d.]/g, '')}</span>
        )}
        {chart.low === 0 && (limit === undefined || limit > chart.high * 0.2) && <span style={{ top: '100%' }}>0</span>}
      </div>
    </div>
  )
}

const targetWords = (metric: Metric, verdict: Verdict): string => {
  const target = describeTarget(metric.target, metric.unit)
  if (verdict.status === 'thin') return `${verdict.count} of ${metric.minVolume} samples`
  return target ? `target ${target}` : 'no target'
}

function ChartLabel({ metric, verdict, isCritical }: { metric: Metric; verdict: Verdict; isCritical: boolean }) {
  const isOff = verdict.status === 'breach'
  const shown = verdict.value === null ? undefined : describeValue(Number(verdict.value.toPrecision(4)), metric.unit)
  const [, number, unit] = /^([−\-\d.,]+)(.*)$/.exec(shown ?? '') ?? []
  const { status } = verdict
  const isWorst = isOff && isCritical
  const word = metric.dryRun ? 'Dry run' : isWorst ? 'Critical' : VERDICT_WORDS[status]
  return (
    <div className="chart-label" title={verdict.rule}>
      <div className="bold clip">{metric.title}</div>
      <div className="chart-value-line">
        <span
          className={`chart-number ${isOff ? 'red' : ''} ${verdict.status === 'no-data' || verdict.status === 'blind' ? 't3' : ''}`}
        >
          {number ?? 'none'}
        </span>
        <span className="t2">{unit?.trim()}</span>
        <span className={`chart-verdict ${verdictTone(status)}`}>
          <Mark name={isWorst ? 'critical' : VERDICT_MARKS[status]} /> {word}
        </span>
      </div>
      <div className="chart-target t2 clip">{targetWords(metric, verdict)}</div>
    </div>
  )
}

/** Step lines closer together than a fiftieth of the axis would read as a ruler. */
function apart(instants: number[], { fromMs, toMs }: Axis): number[] {
  const kept: number[] = []
  for (const ms of instants) if (ms - (kept.at(-1) ?? Number.NEGATIVE_INFINITY) > (toMs - fromMs) / 50) kept.push(ms)
  return kept
}

function useChart(deck: Deck, metric: Metric, samples: readonly Sample[], axis: Axis) {
  const { run, state, environment } = deck
  const breach = state.metrics[`${environment.name}/${metric.name}`]?.status === 'breach'
  const triggers = deck.definition.triggers.filter((trigger) => trigger.metric === metric.name)
  const critical = triggers.find((trigger) => trigger.severity === 'critical')
  const trigger = critical?.above ?? critical?.below
  const last = samples.at(-1)?.[1]
  const isCritical =
    breach &&
    critical !== undefined &&
    last !== null &&
    last !== undefined &&
    ((critical.above !== undefined && last > critical.above) || (critical.below !== undefined && last < critical.below))
  const runStartMs = deck.runs[0]?.startedAtMs
  const starts = apart(
    (run?.attempts ?? []).map((id) => state.attempts[id]!.startedAtMs),
    axis,
  ).join()
  const breaches = state.marks
    .filter((mark) => mark.kind === 'breached' && mark.metric === metric.name && mark.environment === environment.name)
    .map((mark) => mark.atMs)
    .join()
  const drawn = useMemo(() => {
    const shown = selectShown(samples, axis.fromMs, POINTS, GAP_INTERVALS * metric.intervalMs)
    const [low, high] = valueDomain(metric, shown, breach ? trigger : undefined)
    const before =
      runStartMs === undefined
        ? []
        : samples.filter((sample) => sample[0] < runStartMs && sample[1] !== null).map((sample) => sample[1]!)
    const baseline: [number, number] | undefined =
      before.length > 4 ? [Math.min(...before), Math.max(...before)] : undefined
    const numbers = (joined: string) => joined.split(',').filter(Boolean).map(Number)
    return {
      points: toPoints(shown),
      low,
      high,
      baseline,
      stepStartsMs: numbers(starts),
      breachMs: numbers(breaches),
      format: (value: number) => describeValue(Number(value.toPrecision(4)), metric.unit),
    }
  }, [samples, axis.fromMs, metric, trigger, breach, runStartMs, starts, breaches])
  return { ...drawn, ...axis, runStartMs, trigger: breach ? trigger : undefined, isCritical }
}
