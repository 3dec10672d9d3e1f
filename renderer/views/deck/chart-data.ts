/** What a metric's chart draws, from its samples and the record. */
import { useMemo } from 'react'
import { createPainter, firstFrom, type PictureRule } from '../../../shared/analysis/picture.ts'
import { missesTarget } from '../../../shared/analysis/target.ts'
import type { Sample } from '../../../shared/contract/results.ts'
import { isPastLimit } from '../../../shared/domain/decisions/trigger-key.ts'
import type { Metric } from '../../../shared/runbook/model.ts'
import { limitOf, valueDomain } from '../../charts/scale.ts'
import { useCockpit } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { type Axis, COLUMNS, NO_SAMPLES } from './metric-axis.ts'

/** So many intervals without a sample are a gap: nobody watched, or nobody answered. */
const GAP_INTERVALS = 3

export const ruleOf = (metric: Metric, coarseToMs: number | undefined): PictureRule => ({
  gapMs: GAP_INTERVALS * metric.intervalMs,
  minVolume: metric.minVolume,
  isOff: (value) => missesTarget(metric.target, value),
  ...(coarseToMs === undefined ? {} : { coarseToMs }),
})

const BASELINE_MS = 3_600_000
const LEAST_BASELINE = 5
/** Values of the hour before that are rarer than this at either end do not widen the band. */
const BAND = 0.05

/** Where most values of the hour before the run lay; undefined while there are too few of them. */
function baselineOf(
  samples: readonly Sample[],
  runStartMs: number,
  { minVolume }: Metric,
): [number, number] | undefined {
  const before = samples.slice(firstFrom(samples, runStartMs - BASELINE_MS), firstFrom(samples, runStartMs))
  const values = before.flatMap(([, value, count]) => (value === null || count < minVolume ? [] : [value]))
  if (values.length < LEAST_BASELINE) return undefined
  values.sort((a, b) => a - b)
  const at = (share: number) => values[Math.round(share * (values.length - 1))]!
  return [at(BAND), at(1 - BAND)]
}

/** Worked out anew only when samples from before the run arrive. */
function useBaseline(deck: Deck, metric: Metric, samples: readonly Sample[]): [number, number] | undefined {
  const runStartMs = deck.runs[0]?.startedAtMs
  const count = runStartMs === undefined ? 0 : firstFrom(samples, runStartMs)
  const firstMs = samples[0]?.[0]
  // biome-ignore lint/correctness/useExhaustiveDependencies: what comes after the run began does not change the band.
  return useMemo(
    () => (runStartMs === undefined ? undefined : baselineOf(samples, runStartMs, metric)),
    [runStartMs, metric, count, firstMs],
  )
}

function useCritical(deck: Deck, metric: Metric, samples: readonly Sample[]) {
  const isBreach = deck.state.metrics[`${deck.environment.name}/${metric.name}`]?.status === 'breach'
  const trigger = deck.definition.triggers.find(
    (each) => each.metric === metric.name && each.severity === 'critical' && !each.burnRate,
  )
  const last = samples.at(-1)?.[1] ?? undefined
  return {
    isCritical: isBreach && trigger !== undefined && last !== undefined && isPastLimit(trigger, last),
    trigger: trigger?.above ?? trigger?.below,
    isBreach,
  }
}

export type ChartData = ReturnType<typeof useChart>

/** The metric of the old version that the canary's is compared with at the same time. */
export function usePaired(deck: Deck, { name }: Metric): Metric | undefined {
  const { runbook, metrics } = deck.definition
  return useMemo(() => {
    const judges = runbook.stages.flatMap(({ steps }) => steps).flatMap(({ attributes }) => attributes.judge ?? [])
    const baseline = judges.map(({ config }) => config.metrics[name]?.baseline).find((each) => each !== undefined)
    return metrics.find((each) => each.name === baseline)
  }, [runbook, metrics, name])
}

/** What is drawn behind a canary's line; nothing where it is compared with no other metric. */
function useBehind(deck: Deck, paired: Metric | undefined, axis: Axis) {
  const key = `${deck.environment.name}/${paired?.name}`
  const samples = useCockpit((state) => (paired ? (state.series[key] ?? NO_SAMPLES) : NO_SAMPLES))
  const coarseToMs = useCockpit((state) => state.coarseToMs[key])
  const painter = useMemo(() => paired && createPainter(ruleOf(paired, coarseToMs)), [paired, coarseToMs])
  const untilMs = samples.at(-1)?.[0] ?? axis.toMs
  const { fromMs, toMs } = axis
  return useMemo(() => {
    const picture = painter?.(samples, { fromMs, toMs, columns: COLUMNS, untilMs })
    return picture && { points: picture.points, alone: picture.alone }
  }, [painter, samples, fromMs, toMs, untilMs])
}

export function useChart(
  deck: Deck,
  metric: Metric,
  samples: readonly Sample[],
  axis: Axis,
  paired: Metric | undefined = undefined,
) {
  const behind = useBehind(deck, paired, axis)
  const coarseToMs = useCockpit((state) => state.coarseToMs[`${deck.environment.name}/${metric.name}`])
  const rule = useMemo(() => ruleOf(metric, coarseToMs), [metric, coarseToMs])
  const painter = useMemo(() => createPainter(rule), [rule])
  const { isCritical, isBreach, trigger } = useCritical(deck, metric, samples)
  const baseline = useBaseline(deck, metric, samples)
  const newestMs = samples.at(-1)?.[0] ?? deck.nowMs
  // Changes only once the newest sample is old, so that a second without news draws nothing.
  const untilMs = deck.nowMs - newestMs > rule.gapMs ? Math.min(deck.nowMs, axis.toMs) : newestMs
  const { fromMs, toMs } = axis
  const picture = useMemo(
    () => painter(samples, { fromMs, toMs, columns: COLUMNS, untilMs }),
    [painter, samples, fromMs, toMs, untilMs],
  )
  const shownTrigger = isBreach ? trigger : undefined
  const { points, alone } = picture
  const drawn = useMemo(() => {
    const [low, high] = valueDomain(
      metric,
      [...points, ...(behind?.points ?? [])].map(({ v }) => v),
      shownTrigger,
    )
    return { points, alone, low, high, limit: limitOf(metric), baseline, trigger: shownTrigger, behind, fromMs, toMs }
  }, [points, alone, metric, shownTrigger, baseline, behind, fromMs, toMs])
  return { picture, drawn, rule, isCritical }
}
