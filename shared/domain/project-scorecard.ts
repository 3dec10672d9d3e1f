/** Metric, target, actual: every row with the values and the rule behind its verdict. What is not known is its own state, never a pass. */
import { describeDuration, describeTarget, describeValue } from '../analysis/describe.ts'
import { judgeTarget, type VerdictStatus } from '../analysis/judge-target.ts'
import { staleAfterMs } from '../analysis/measurement/limits.ts'
import { distanceToTarget } from '../analysis/target.ts'
import type { Sample } from '../contract/results.ts'
import { sourceWords } from '../documents/source-words.ts'
import { formatClock, formatMany } from '../documents/words.ts'
import type { Metric, ReleaseDefinition, Target, Unit } from '../runbook/model.ts'
import { type LedgerMeasure, type LedgerReading, MEASURE_DEFINITIONS, measureLedger } from './ledger-measures.ts'
import { fillsRow, REFERENCE_ROWS, type ReferenceRow, targetMs } from './scorecard-targets.ts'
import type { ReleaseState } from './state.ts'

/** `running`: it counts up and has not missed its target yet. Only `holds` and `near` are a pass. */
export type ScoreStatus = VerdictStatus | 'running'

export type ScoreRow = {
  name: string
  title: string
  unit: Unit
  target: Target
  /** In words; empty without a target. */
  targetWords: string
  /** Durations of the ledger in ms. */
  value: number | null
  actual: string
  /** To the limit in the row's unit: positive while it holds. */
  distance: number | null
  distanceWords: string
  /** Samples behind the value; runs or triggers for what comes from the ledger. */
  count: number
  countWords: string
  /** Since when the verdict is so without a break in the values; for a time, since when it counts. */
  sinceMs: number | null
  status: ScoreStatus
  /** Why the verdict is what it is: values, counts and target. */
  rule: string
  /** What the source says of the newest value, or of why there is none, in its own words. */
  why?: string
  /** The newest values, oldest first. */
  values: number[]
  /** What the number is: how it is measured, or when it begins and ends. */
  definition: string
  /** Measured and shown, never counted. */
  isDryRun: boolean
}

export type ScorecardView = {
  state: ReleaseState
  definition: Pick<ReleaseDefinition, 'metrics'>
  environment: string
  /** Samples of a metric, oldest first. */
  series: (metric: string) => readonly Sample[]
  /** What its source says now, where it is measured. */
  why?: (metric: string) => string | undefined
  nowMs: number
}

const SHOWN_VALUES = 5

const apart = (distance: number | null, words: (value: number) => string): string =>
  distance === null
    ? ''
    : distance === 0
      ? 'at the limit'
      : distance > 0
        ? `${words(distance)} left`
        : `${words(-distance)} past`

const rounded = (value: number): number => Number(value.toPrecision(4))

/** What was measured without a break up to now: a stretch that nobody saw is not part of "since". */
function unbroken(samples: readonly Sample[], longestMs: number): readonly Sample[] {
  let laterMs: number | undefined
  for (let index = samples.length - 1; index >= 0; index--) {
    const [atMs, value] = samples[index]!
    if (value === null) continue
    if (laterMs !== undefined && laterMs - atMs > longestMs) return samples.slice(index + 1)
    laterMs = atMs
  }
  return samples
}

function measuredRow({ state, environment, series, why, nowMs }: ScorecardView, metric: Metric): ScoreRow {
  const { name, title, unit, target } = metric
  const says = why?.(name)
  const samples = unbroken(series(name), staleAfterMs(metric))
  const health = state.metrics[`${environment}/${name}`]
  const source =
    health?.status === 'blind'
      ? { consecutive: Number.POSITIVE_INFINITY, sinceMs: health.sinceMs, reason: health.reason ?? 'no answer' }
      : undefined
  const verdict = judgeTarget(metric, samples, nowMs, source)
  const { status, value, count, distance, rule, sinceMs } = verdict
  return {
    name,
    title,
    unit,
    target,
    targetWords: describeTarget(target, unit),
    value,
    actual: value === null ? 'none' : describeValue(rounded(value), unit, target),
    distance,
    distanceWords: apart(distance, (apartBy) => describeValue(rounded(apartBy), unit)),
    count,
    countWords: formatMany(count, 'sample'),
    sinceMs,
    status,
    rule,
    ...(says === undefined || rule.includes(says) ? {} : { why: says }),
    values: samples.flatMap((sample) => sample[1] ?? []).slice(-SHOWN_VALUES),
    definition: sourceWords(metric),
    isDryRun: metric.dryRun,
  }
}

const isTime = (measure: LedgerMeasure): boolean => measure !== 'critical-incidents'

/** "0" says more than "< 1" where things are counted. */
const targetWordsOf = (measure: LedgerMeasure, { above, below }: Target): string => {
  if (!isTime(measure)) return below === 1 && above === undefined ? '0' : describeTarget({ above, below }, 'count')
  return [
    above === undefined ? [] : `> ${describeDuration(above)}`,
    below === undefined ? [] : `< ${describeDuration(below)}`,
  ]
    .flat()
    .join(' and ')
}

function statusOf(reading: LedgerReading, near: boolean, misses: boolean, target: Target): ScoreStatus {
  if (reading.value === null) return 'no-data'
  if (target.below === undefined && target.above === undefined) return 'no-target'
  if (misses) return 'breach'
  if (reading.doubt) return 'no-data'
  if (reading.isRunning) return 'running'
  return near ? 'near' : 'holds'
}

const RULE_WORDS: Partial<Record<ScoreStatus, string>> = {
  breach: 'misses the target',
  running: 'still counts; the target is',
  near: 'holds, but is within 20 % of',
  holds: 'holds',
  'no-target': 'has no target',
}

function ledgerRow(
  view: ScorecardView,
  row: ReferenceRow & { measure: LedgerMeasure },
  own: Metric | undefined,
): ScoreRow {
  const { measure } = row
  const unit = isTime(measure) ? 'ms' : 'count'
  const target = own === undefined ? row.target : isTime(measure) ? targetMs(own) : own.target
  const title = own?.title ?? row.title
  const reading = measureLedger(view.state, view.environment, measure, view.nowMs)
  const { value, count, isRunning, sinceMs, basis, doubt } = reading
  const from = value === null ? undefined : distanceToTarget({ unit, target }, value)
  const misses = from !== undefined && from.distance <= 0 && !(isRunning && target.below === undefined)
  const status = statusOf(reading, from?.near === true && isTime(measure), misses, target)
  const words = isTime(measure) ? formatClock : String
  const targetWords = targetWordsOf(measure, target)
  const actual = value === null ? 'none' : words(value)
  const said = RULE_WORDS[status]
  const verdict = value === null ? '' : `${title} ${actual}${said ? ` ${said} ${targetWords}` : ''}. `
  return {
    name: own?.name ?? row.name,
    title,
    unit,
    target,
    targetWords,
    value,
    actual,
    distance: doubt || from === undefined ? null : from.distance,
    distanceWords: doubt || from === undefined || !isTime(measure) ? '' : apart(from.distance, words),
    count,
    countWords: formatMany(count, isTime(measure) ? 'run' : 'trigger'),
    sinceMs,
    status,
    rule: [verdict.trim(), doubt, basis].filter(Boolean).join(' '),
    values: value === null ? [] : [value],
    definition: MEASURE_DEFINITIONS[measure],
    isDryRun: own?.dryRun ?? false,
  }
}

/** A row of the reference that nothing in release.yaml measures. */
function emptyRow({ name, title, unit, target }: ReferenceRow): ScoreRow {
  return {
    name,
    title,
    unit,
    target,
    targetWords: describeTarget(target, unit),
    value: null,
    actual: 'none',
    distance: null,
    distanceWords: '',
    count: 0,
    countWords: formatMany(0, 'sample'),
    sinceMs: null,
    status: 'no-data',
    rule: `No metric of release.yaml measures this. Name one "${name}" under "metrics:"; an http-probe needs nothing but an address.`,
    values: [],
    definition: 'Nothing measures it.',
    isDryRun: false,
  }
}

/** The rows of the reference in its order, filled by the release's metrics where one fits, then the release's other metrics as written. */
export function projectScorecard(view: ScorecardView): ScoreRow[] {
  const { metrics } = view.definition
  const used = new Set<string>()
  const reference = REFERENCE_ROWS.map((row): ScoreRow => {
    const own = metrics.find((metric) => !used.has(metric.name) && fillsRow(row, metric))
    if (own) used.add(own.name)
    if ('measure' in row) return ledgerRow(view, row, own)
    return own ? measuredRow(view, own) : emptyRow(row)
  })
  const others = metrics.filter(
    ({ name, source }) => !used.has(name) && source.kind !== 'not-yet' && source.kind !== 'ledger',
  )
  return [...reference, ...others.map((metric) => measuredRow(view, metric))]
}
