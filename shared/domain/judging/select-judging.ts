/** Questions about a step that judges a canary. */
import type { JudgeConfig } from '../../analysis/judge/config.ts'
import type { Metric } from '../../runbook/model.ts'
import { selectDueMs } from '../gaps.ts'
import type { AttemptState, ReleaseState, RunState } from '../state.ts'
import { selectStep } from '../steps.ts'

/** Without a `baseline` of its own a metric has an hour before a run. */
const BASELINE_MS = 3_600_000
/** CJ7. However short the hold, who keeps waiting is not asked again sooner. */
const LEAST_PATIENCE_MS = 60_000

export type PairSide = { metric: Metric; fromMs: number; toMs: number }
/** Two metrics at the same time, or one at two times. */
export type JudgedPair = { name: string; isOwnPast: boolean; canary: PairSide; baseline: PairSide }

export type JudgeGoal = {
  pairs: JudgedPair[]
  config: JudgeConfig
  /** Named by the judge, but not defined any more. */
  missing: string[]
  forMs: number
  countdownMs?: number
  service?: string
  weight?: number
}

/** Which samples are compared (CJ2): of the hold so far, and of the old version then or of the time before the run. */
export function selectPairs(
  config: JudgeConfig,
  metrics: readonly Metric[],
  { fromMs, toMs, runFromMs }: { fromMs: number; toMs: number; runFromMs: number },
): { pairs: JudgedPair[]; missing: string[] } {
  const find = (name: string) => metrics.find((each) => each.name === name)
  const missing: string[] = []
  const pairs = Object.entries(config.metrics).flatMap(([name, { baseline }]): JudgedPair[] => {
    const [own, other] = [find(name), find(baseline ?? name)]
    if (!own) missing.push(name)
    if (!other && baseline !== undefined) missing.push(baseline)
    if (!own || !other) return []
    const canary = { metric: own, fromMs, toMs }
    if (baseline !== undefined) return [{ name, isOwnPast: false, canary, baseline: { metric: other, fromMs, toMs } }]
    const past = { metric: own, fromMs: runFromMs - (own.baselineMs ?? BASELINE_MS), toMs: runFromMs }
    return [{ name, isOwnPast: true, canary, baseline: past }]
  })
  return { pairs, missing }
}

/** What an open step judges, or undefined for an attempt that does not. */
export function selectJudgeGoal(run: RunState, attempt: AttemptState, nowMs: number): JudgeGoal | undefined {
  const step = attempt.kind === 'judge' ? selectStep(run.definition, attempt.stepId) : undefined
  const judge = step?.attributes.judge
  if (!step || !judge) return undefined
  const { forMs, config, countdownMs } = judge
  const { service, weight } = step.attributes
  const toMs = attempt.endedAtMs ?? nowMs
  // A gap in the metric's data is never filled up: what was not seen counts on neither side.
  const seen = {
    ...config,
    metrics: Object.fromEntries(
      Object.entries(config.metrics).map(([name, each]) => [name, { ...each, missing: 'remove' as const }]),
    ),
  }
  return {
    ...selectPairs(config, run.definition.metrics, { fromMs: attempt.startedAtMs, toMs, runFromMs: run.startedAtMs }),
    config: seen,
    forMs,
    ...(countdownMs === undefined ? {} : { countdownMs }),
    ...(service === undefined ? {} : { service }),
    ...(weight === undefined ? {} : { weight: weight.to }),
  }
}

/** CJ1, CJ7. When it is judged next: at the end of the hold, and after a marginal verdict that was let go, of another one. */
export function selectJudgeDueMs(state: ReleaseState, attempt: AttemptState, forMs: number): number {
  const kept = attempt.judging?.keptWaiting
  return kept?.verdict === 'marginal'
    ? selectDueMs(state, kept.atMs, forMs)
    : selectDueMs(state, attempt.startedAtMs, forMs)
}

/** CJ7. Until then a missing verdict is not asked about again. */
export function selectPatienceEndMs(state: ReleaseState, attempt: AttemptState, forMs: number): number {
  const kept = attempt.judging?.keptWaiting
  return kept ? selectDueMs(state, kept.atMs, Math.max(forMs, LEAST_PATIENCE_MS)) : 0
}
