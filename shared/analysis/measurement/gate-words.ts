/** What is said about a metric of a gate: values, rule, and how far it is. */
import type { Metric } from '../../runbook/model.ts'
import { describeDuration, describeTarget, describeValue } from '../describe.ts'
import { limitsOf } from './limits.ts'
import type { MetricGoal, MetricPhase, MetricRun } from './metric-run.ts'

type At = MetricGoal & { unseenMs: number; nowMs: number; blind?: { sinceMs: number; reason: string } }

const behind = ({ windowMs }: Metric, count: number): string =>
  `${count} ${count === 1 ? 'sample' : 'samples'} in ${describeDuration(windowMs)}`

const borne = (count: number, limit: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}, ${limit} borne`

const toGo = ({ measured, successesInARow }: MetricRun, metric: Metric): string => {
  const { count, consecutiveSuccessLimit } = metric
  const parts = [
    count === undefined ? [] : [`${Math.min(measured, count)} of ${count} measurements`],
    consecutiveSuccessLimit === undefined ? [] : [`${successesInARow} of ${consecutiveSuccessLimit} in a row`],
  ].flat()
  return parts.length > 0 ? `, ${parts.join(', ')}` : ''
}

const heldWords = (run: MetricRun, metric: Metric, forMs: number): string => {
  const held = forMs > 0 ? ` for ${describeDuration(Math.min(run.heldMs, forMs))} of ${describeDuration(forMs)}` : ''
  return `${held}${toGo(run, metric)}`
}

function whileHolding(metric: Metric, run: MetricRun, forMs: number): string {
  const { unit, target } = metric
  const { failures, inconclusives } = limitsOf(metric)
  const last = run.last
  const wanted = describeTarget(target, unit)
  if (last?.value === null || last?.value === undefined || last.is === 'error')
    return `not seen just now (${last?.error ?? last?.reason ?? 'no value'}), held ${describeDuration(run.heldMs)}`
  const shown = describeValue(last.value, unit, target)
  if (last.is === 'failure') return `${shown} misses ${wanted}: ${borne(run.failures, failures, 'failure')}`
  if (last.is === 'inconclusive')
    return `${shown} misses ${wanted} and is no failure: ${borne(run.inconclusives, inconclusives, 'inconclusive measurement')}`
  return `${shown} holds ${wanted}${heldWords(run, metric, forMs)} (${behind(metric, last.count)})`
}

const pendingWords = (metric: Metric, { fromMs, nowMs }: At): string => {
  const leftMs = fromMs + (metric.initialDelayMs ?? 0) - nowMs
  return leftMs > 0
    ? `counts in ${describeDuration(Math.max(1000, leftMs))}, after its initial delay`
    : 'not measured yet'
}

const why = ({ last }: MetricRun): string => {
  const reason = last?.error ?? last?.reason
  return reason ? `: ${reason.replace(/\.$/, '')}` : ''
}

function wordsOf(metric: Metric, run: MetricRun, state: MetricPhase, at: At): string {
  const { unit, target, minVolume } = metric
  const value = run.last?.value ?? null
  switch (state) {
    case 'failed': {
      const shown =
        value === null
          ? 'the newest value is missing'
          : `${describeValue(value, unit, target)} against ${describeTarget(target, unit)}`
      const counts = value === null ? '' : ` (${behind(metric, run.last!.count)})`
      return `${shown}${counts}: ${borne(run.failures, limitsOf(metric).failures, 'failure')}`
    }
    case 'inconclusive':
      return `${borne(run.inconclusives, limitsOf(metric).inconclusives, 'inconclusive measurement')}${toGo(run, metric)}`
    case 'thin':
      return `too few samples: ${behind(metric, run.last?.count ?? 0)}, ${minVolume} needed`
    case 'flapping':
      return `answers now and then, no time could be counted for ${describeDuration(at.unseenMs)}${why(run)}`
    case 'no-data':
      return `no data for ${describeDuration(at.unseenMs)}${why(run)}`
    case 'blind':
      return at.blind
        ? `cannot be measured for ${describeDuration(at.nowMs - at.blind.sinceMs)}: ${at.blind.reason.replace(/\.$/, '')}`
        : `cannot be measured for ${describeDuration(at.unseenMs)}${why(run)}`
    case 'pending':
      return pendingWords(metric, at)
    default:
      return whileHolding(metric, run, at.forMs)
  }
}

export const gateWords = (metric: Metric, run: MetricRun, state: MetricPhase, at: At): string =>
  `${metric.title}: ${wordsOf(metric, run, state, at)}.`
