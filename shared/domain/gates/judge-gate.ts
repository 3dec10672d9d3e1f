/** What comes of a gate as it stands now: the events the engine records (G1 to G7 of docs/steps.md). Pure. */
import { type GateGoal, type GateMetric, type GateView, projectGate } from '../../analysis/measurement/gate.ts'
import { limitsOf } from '../../analysis/measurement/limits.ts'
import { type MetricProgress, type MetricRun, NO_PROGRESS, progressOf } from '../../analysis/measurement/metric-run.ts'
import type { Sample } from '../../contract/results.ts'
import type { CockpitEvent, PayloadOf } from '../../events/index.ts'
import { isHeldByGap } from '../gaps.ts'
import type { AttemptState, ReleaseState, RunState } from '../state.ts'
import type { GateState } from './gate-state.ts'
import { isAnswered, selectBlind } from './select-gate.ts'

/** What the engine holds of an open gate: the runs of its metrics, and the newest samples of each. */
export type Watched = { runs: Record<string, MetricRun>; recent: Record<string, Sample[]> }

type Blocks = PayloadOf<'gate.asked'>['blocks']

const LEAST_PROGRESS_MS = 1000
const PARTS = 20

const ofAttempt = ({ runId, stepId, id: attemptId }: AttemptState) => ({ runId, stepId, attemptId })

const recordOf = ({ name, state, words, value, heldMs }: GateMetric, recent: Watched['recent']): Blocks[number] => ({
  metric: name,
  state,
  words,
  value,
  heldMs,
  samples: recent[name] ?? [],
})

/** Counts matter up to the one that goes beyond the limit. */
const capped = (progress: MetricProgress, limit: number) => Math.min(progress.inconclusives, limit + 1)

/** Worth an entry: what a restart must not forget, and from time to time what it would be a pity to lose (G7). */
function isNews(goal: GateGoal, name: string, now: MetricProgress, known: MetricProgress): boolean {
  const metric = goal.metrics.find((each) => each.name === name)!
  const limit = limitsOf(metric).inconclusives
  return (
    now.failures !== known.failures ||
    capped(now, limit) !== capped(known, limit) ||
    now.heldMs < known.heldMs ||
    now.heldMs - known.heldMs >= Math.max(LEAST_PROGRESS_MS, goal.forMs / PARTS)
  )
}

function progressEvents(attempt: AttemptState, goal: GateGoal, { runs }: Watched): CockpitEvent[] {
  const news = Object.entries(runs).filter(([name, run]) =>
    isNews(goal, name, run, attempt.gate?.progress[name] ?? NO_PROGRESS),
  )
  if (news.length === 0) return []
  const metrics = Object.fromEntries(news.map(([name, run]) => [name, progressOf(run)]))
  return [{ type: 'gate.measured', payload: { ...ofAttempt(attempt), metrics } }]
}

const isSame = (a: Blocks, gate: GateState['asked']) =>
  a.every((each) => gate?.blocks.some((old) => old.metric === each.metric && old.state === each.state))

function questionEvents(state: ReleaseState, attempt: AttemptState, blocks: Blocks, nowMs: number): CockpitEvent[] {
  const { gate } = attempt
  if (blocks.length === 0) return gate?.asked ? [{ type: 'gate.question-withdrawn', payload: ofAttempt(attempt) }] : []
  if (gate?.asked ? isSame(blocks, gate.asked) : isAnswered(state, gate, blocks, nowMs)) return []
  return [{ type: 'gate.asked', payload: { ...ofAttempt(attempt), blocks } }]
}

function endEvents(
  attempt: AttemptState,
  outcome: 'met' | 'failed',
  view: GateView,
  recent: Watched['recent'],
  nowMs: number,
): CockpitEvent[] {
  const counting = view.metrics.filter((each) => !each.isDryRun)
  const telling = outcome === 'met' ? counting : counting.filter((each) => each.state === 'failed')
  const words = telling.map((each) => each.words).join(' ')
  const of = ofAttempt(attempt)
  const durationMs = nowMs - attempt.startedAtMs
  const said =
    outcome === 'met' ? { outcome: 'succeeded' as const, note: words } : { outcome: 'failed' as const, reason: words }
  return [
    { type: 'gate.judged', payload: { ...of, outcome, metrics: view.metrics.map((each) => recordOf(each, recent)) } },
    { type: 'step.finished', payload: { ...of, ...said, durationMs } },
  ]
}

export type GateJudgement = { view: GateView; events: CockpitEvent[] }

/** A failure is evidence at any time; a gate passes only while somebody watches (G3). */
export function judgeGate(
  state: ReleaseState,
  run: RunState,
  attempt: AttemptState,
  goal: GateGoal,
  watched: Watched,
  nowMs: number,
): GateJudgement {
  const view = projectGate(watched.runs, goal, nowMs, selectBlind(state, run.environment))
  if (view.state === 'failed') return { view, events: endEvents(attempt, 'failed', view, watched.recent, nowMs) }
  if (view.state === 'met' && !isHeldByGap(state, run))
    return { view, events: endEvents(attempt, 'met', view, watched.recent, nowMs) }
  const blocks = view.metrics.filter((each) => each.asks).map((each) => recordOf(each, watched.recent))
  const events = [...progressEvents(attempt, goal, watched), ...questionEvents(state, attempt, blocks, nowMs)]
  return { view, events }
}
