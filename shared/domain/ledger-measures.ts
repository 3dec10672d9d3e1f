/**
 * What the ledger itself measures of a release in an environment. The one place that says when these begin, when they end, and what is left out:
 *
 * - *Deployment time* runs from the entry that starts a deploy run to the entry that ends it. The runs since the environment was last rolled back as a whole add
 *   up; the time between them does not count. Holds that the runbook plans (nothing but `wait`, `gate` and judge steps is open) do not count. Pauses, questions to
 *   people, approvals, retries and sleep do.
 * - *Rollback time* runs from the entry that starts a rollback to the entry that ends it, which is when the previous version answers and breached targets have
 *   recovered. The newest rollback of the environment counts; where there was none, the newest drill of any.
 * - *Critical incidents* are breaches and declared issues that were critical, or became it, since the first deploy run of the environment. One that is vetoed counts;
 *   what a trigger found with nothing of this release to take back does not. A breach that fires again after a veto, because it got worse, counts again.
 *
 * Times are ms by the wall clock of the cockpit, from the entries' own `recordedAt`.
 */
import type { MetricSource } from '../runbook/model.ts'
import type { TimedDecision } from './decisions/timed-decision.ts'
import { selectRunsSince } from './started-steps.ts'
import type { ReleaseState, RunState } from './state.ts'

export type LedgerMeasure = Extract<MetricSource, { kind: 'ledger' }>['measure']

/** For the screen, beside the value. */
export const MEASURE_DEFINITIONS: Record<LedgerMeasure, string> = {
  'deployment-time':
    'From the start to the end of the deploy runs since the last rollback, added up. Planned holds (wait, gate and judge steps) do not count; pauses, approvals and retries do.',
  'rollback-time':
    'From the start of the newest rollback until the previous version answers and breached targets have recovered; a drill where there was none.',
  'critical-incidents':
    'Breaches and declared issues that were or became critical since the first deploy run here; vetoed ones count.',
}

export type LedgerReading = {
  /** Ms, or how many; null when there is nothing to measure. */
  value: number | null
  /** Runs, or critical triggers that watch. */
  count: number
  /** It still counts up. */
  isRunning: boolean
  sinceMs: number | null
  /** What lies behind the value, a sentence. */
  basis: string
  /** Why the value proves nothing although there is one, a sentence: it is never a pass then. */
  doubt?: string
}

const NOTHING = { value: null, count: 0, isRunning: false, sinceMs: null }

type Span = readonly [fromMs: number, toMs: number]

const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, [from, to]) => sum + Math.max(0, to - from), 0)

/** Overlapping spans as one, in order. */
function merged(spans: readonly Span[]): Span[] {
  const all: [number, number][] = []
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = all.at(-1)
    if (last === undefined || from > last[1]) all.push([from, to])
    else last[1] = Math.max(last[1], to)
  }
  return all
}

const isHold = (kind: string): boolean => kind === 'wait' || kind === 'gate' || kind === 'judge'

/** How long nothing but planned holds was open in a run. */
export function selectHeldMs(state: ReleaseState, run: RunState, nowMs: number): number {
  const endMs = run.finished?.atMs ?? nowMs
  const spansOf = (wanted: boolean): Span[] =>
    run.attempts
      .map((id) => state.attempts[id]!)
      .filter((attempt) => isHold(attempt.kind) === wanted)
      .map((attempt) => [attempt.startedAtMs, Math.min(attempt.endedAtMs ?? endMs, endMs)])
  const [holds, work] = [merged(spansOf(true)), merged(spansOf(false))]
  const both = holds.flatMap(([from, to]) => work.map(([a, b]): Span => [Math.max(from, a), Math.min(to, b)]))
  return lengthOf(holds) - lengthOf(both)
}

const runsHere = (state: ReleaseState, environment: string, kind: RunState['kind']): RunState[] =>
  state.runOrder.map((id) => state.runs[id]!).filter((run) => run.environment === environment && run.kind === kind)

/** Of the round that is on: since the last rollback of everything, or the one that was rolled back. */
function lastRound(state: ReleaseState, environment: string): { runs: RunState[]; isRolledBack: boolean } {
  const fresh = selectRunsSince(state, environment).filter((run) => run.kind === 'deploy')
  if (fresh.length > 0) return { runs: fresh, isRolledBack: false }
  const before = runsHere(state, environment, 'deploy').slice(-1)
  return { runs: before, isRolledBack: before.length > 0 }
}

const wentWrong = (run: RunState, what: string): string | undefined =>
  run.finished && run.finished.outcome !== 'succeeded'
    ? `The ${what} did not succeed (${run.finished.outcome}), so its time proves nothing.`
    : undefined

function deploymentTime(state: ReleaseState, environment: string, nowMs: number): LedgerReading {
  const { runs, isRolledBack } = lastRound(state, environment)
  const last = runs.at(-1)
  if (!last) return { ...NOTHING, basis: `Nothing was deployed in ${environment} yet.` }
  const wholeMs = runs.reduce((sum, run) => sum + (run.finished?.atMs ?? nowMs) - run.startedAtMs, 0)
  const heldMs = runs.reduce((sum, run) => sum + selectHeldMs(state, run, nowMs), 0)
  const doubt = isRolledBack ? 'It was rolled back, so its time proves nothing.' : wentWrong(last, 'last deploy run')
  return {
    value: Math.max(0, wholeMs - heldMs),
    count: runs.length,
    isRunning: last.finished === undefined,
    sinceMs: runs[0]!.startedAtMs,
    basis: `${runs.length === 1 ? 'Run' : 'Runs'} ${runs.map(({ id }) => id).join(', ')}${heldMs >= 1000 ? ', planned holds left out' : ''}.`,
    ...(doubt ? { doubt } : {}),
  }
}

function rollbackTime(state: ReleaseState, environment: string, nowMs: number): LedgerReading {
  const here = runsHere(state, environment, 'rollback').filter((run) => !run.drill && run.plan.length > 0)
  const drills = state.runOrder.map((id) => state.runs[id]!).filter((run) => run.drill && run.kind === 'rollback')
  const run = here.at(-1) ?? drills.at(-1)
  if (!run) return { ...NOTHING, basis: `No rollback of ${environment} and no drill yet.` }
  const doubt = wentWrong(run, 'rollback')
  return {
    value: Math.max(0, (run.finished?.atMs ?? nowMs) - run.startedAtMs),
    count: 1,
    isRunning: run.finished === undefined,
    sinceMs: run.startedAtMs,
    basis: `${run.drill ? `Drill ${run.id} in ${run.environment}` : `Rollback ${run.id}`}.`,
    ...(doubt ? { doubt } : {}),
  }
}

/** The first decision about the same incident: escalations and vetoes carry it on. */
const rootOf = (decisions: Record<string, TimedDecision>, decision: TimedDecision): string => {
  const before = decision.fromId === undefined ? undefined : decisions[decision.fromId]
  return before ? rootOf(decisions, before) : decision.id
}

/** Critical decisions of an environment, one per incident, oldest first. */
export function selectCriticalIncidents(state: ReleaseState, environment: string): TimedDecision[] {
  const decisions = state.decisions ?? {}
  const critical = Object.values(decisions)
    .filter((each) => each.environment === environment && each.severity === 'critical' && each.mode !== 'record')
    .toSorted((a, b) => a.seq - b.seq)
  return [...new Map(critical.toReversed().map((each) => [rootOf(decisions, each), each])).values()].toReversed()
}

const NOBODY_WATCHES = 'No critical trigger watches, so that there is none proves nothing.'

function criticalIncidents(state: ReleaseState, environment: string): LedgerReading {
  const deploys = runsHere(state, environment, 'deploy')
  const [first, last] = [deploys[0], deploys.at(-1)]
  if (!first || !last) return { ...NOTHING, basis: `Nothing was deployed in ${environment} yet.` }
  const found = selectCriticalIncidents(state, environment)
  const triggers = last.definition.triggers.filter(({ severity }) => severity === 'critical').length
  const watching = triggers === 1 ? '1 critical trigger watches' : `${triggers} critical triggers watch`
  return {
    value: found.length,
    count: triggers,
    isRunning: false,
    sinceMs: found.at(-1)?.openedAtMs ?? first.startedAtMs,
    basis:
      found.length === 0
        ? `None yet; ${watching}, and people may declare one.`
        : found.map(({ words }) => words).join(' '),
    ...(found.length === 0 && triggers === 0 ? { doubt: NOBODY_WATCHES } : {}),
  }
}

/** What the ledger says now. `nowMs` is what a run that is open counts up to. */
export function measureLedger(
  state: ReleaseState,
  environment: string,
  measure: LedgerMeasure,
  nowMs: number,
): LedgerReading {
  if (measure === 'deployment-time') return deploymentTime(state, environment, nowMs)
  if (measure === 'rollback-time') return rollbackTime(state, environment, nowMs)
  return criticalIncidents(state, environment)
}
