import type { Sample } from '../contract/results.ts'
import type { Metric } from '../runbook/model.ts'
import { describeDuration, describeTarget, describeValue } from './describe.ts'
import { limitsOf, staleAfterMs } from './measurement/limits.ts'
import { distanceToTarget, hasTarget, missesTarget } from './target.ts'

/**
 * `near` holds, within 20 % of the limit. `thin`, `no-data`, `blind` and `no-target` are no verdict: never a pass and never a breach.
 */
export type VerdictStatus = 'holds' | 'near' | 'breach' | 'thin' | 'no-data' | 'blind' | 'no-target'

export type Verdict = {
  status: VerdictStatus
  /** The newest usable value, also when it is too old or too thin to judge; null when there never was one. */
  value: number | null
  /** Samples behind the value. */
  count: number
  /** When the value was taken. */
  atMs: number | null
  /** In the metric's unit, to the limit: positive while the target holds; null without a verdict. */
  distance: number | null
  /** A sentence with value, target and counts. */
  rule: string
  /** Since when this has been so, as far as the given samples reach. */
  sinceMs: number
}

/** What is known of the source beyond its samples. */
export type SourceErrors = { consecutive: number; sinceMs: number; reason: string }

type Judged = Pick<
  Metric,
  'title' | 'unit' | 'target' | 'intervalMs' | 'windowMs' | 'minVolume' | 'consecutiveErrorLimit'
>

const classOf = (metric: Judged, value: number, count: number): 'thin' | 'breach' | 'holds' | 'no-target' => {
  if (!hasTarget(metric.target)) return 'no-target'
  if (count < metric.minVolume) return 'thin'
  return missesTarget(metric.target, value) ? 'breach' : 'holds'
}

/** Walks back over the usable samples of the same class; missing samples freeze, so they are stepped over. */
const sinceOf = (metric: Judged, samples: readonly Sample[], wanted: string): number | undefined => {
  let since: number | undefined
  for (let index = samples.length - 1; index >= 0; index--) {
    const [atMs, value, count] = samples[index]!
    if (value === null) continue
    if (classOf(metric, value, count) !== wanted) break
    since = atMs
  }
  return since
}

const behind = (metric: Judged, count: number): string => {
  const minimum = metric.minVolume > 0 ? `, at least ${metric.minVolume} needed` : ''
  return `${count} ${count === 1 ? 'sample' : 'samples'} in ${describeDuration(metric.windowMs)}${minimum}`
}

const sentence = (metric: Judged, kind: string, value: number, count: number): string => {
  const shown = `${metric.title} ${describeValue(value, metric.unit, metric.target)}`
  const target = describeTarget(metric.target, metric.unit)
  if (kind === 'no-target') return `${shown}; no target is set (${behind(metric, count)}).`
  if (kind === 'thin') return `${shown}: too few samples to judge against ${target} (${behind(metric, count)}).`
  const words = { breach: `misses the target ${target}`, near: `holds ${target}, but is within 20 % of it` }
  return `${shown} ${words[kind as keyof typeof words] ?? `holds ${target}`} (${behind(metric, count)}).`
}

const usable = ([, value]: Sample): boolean => value !== null

const noVerdict = (last: Sample | undefined) => ({
  value: last?.[1] ?? null,
  count: last?.[2] ?? 0,
  atMs: last?.[0] ?? null,
  distance: null,
})

const lastKnown = (metric: Judged, last: Sample | undefined, nowMs: number): string => {
  if (last === undefined) return 'there has been no value yet'
  const word = {
    breach: ', which missed the target',
    holds: ', which held',
    thin: ', too thin to judge',
    'no-target': '',
  }
  const [atMs, value, count] = last
  return `the last value was ${describeValue(value!, metric.unit, metric.target)} ${describeDuration(nowMs - atMs)} ago${word[classOf(metric, value!, count)]}`
}

/**
 * What the newest evidence says about a target. `samples` ascend in time. A single missing sample freezes the verdict; a value older than
 * three intervals (at least 5 s) is `no-data`; more errors of the source in a row than the metric bears are `blind` (M8).
 */
export const judgeTarget = (
  metric: Judged,
  samples: readonly Sample[],
  nowMs: number,
  source?: SourceErrors,
): Verdict => {
  const last = samples.findLast(usable)
  if (source !== undefined && source.consecutive > limitsOf(metric).errorsInARow) {
    const rule = `${metric.title} cannot be measured for ${describeDuration(nowMs - source.sinceMs)}: ${source.reason}`
    return { status: 'blind', ...noVerdict(last), rule, sinceMs: source.sinceMs }
  }
  if (last === undefined || nowMs - last[0] > staleAfterMs(metric)) {
    const rule = `No data for ${metric.title}: ${lastKnown(metric, last, nowMs)}.`
    return { status: 'no-data', ...noVerdict(last), rule, sinceMs: last?.[0] ?? samples[0]?.[0] ?? nowMs }
  }
  const [atMs, value, count] = last as [number, number, number]
  const kind = classOf(metric, value, count)
  const apart = kind === 'thin' ? undefined : distanceToTarget(metric, value)
  const status: VerdictStatus = kind === 'holds' && apart?.near ? 'near' : kind
  const rule = sentence(metric, status, value, count)
  const sinceMs = sinceOf(metric, samples, kind) ?? atMs
  return { status, value, count, atMs, distance: apart?.distance ?? null, rule, sinceMs }
}
