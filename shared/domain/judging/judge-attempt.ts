/** What comes of a step that judges, as it stands now: the events the engine records (CJ1 to CJ10 of docs/canary.md). Pure. */
import type { ComparedMetric, ComparedSide, JudgeView } from '../../analysis/judge/judge-view.ts'
import type { Sample } from '../../contract/results.ts'
import type { CockpitEvent, PayloadOf } from '../../events/index.ts'
import { openDecision } from '../decisions/open-decision.ts'
import { isHeldByGap } from '../gaps.ts'
import { selectBlind } from '../gates/select-gate.ts'
import type { AttemptState, ReleaseState, RunState } from '../state.ts'
import { compareCanary, type PairedSamples } from './compare-canary.ts'
import { type JudgeGoal, selectJudgeDueMs, selectPatienceEndMs } from './select-judging.ts'

/** So many samples of each side stand in the entry; all of them are rows, whose digests are in the chain. */
const EVIDENCE_SAMPLES = 300

const ofAttempt = ({ runId, stepId, id: attemptId }: AttemptState) => ({ runId, stepId, attemptId })

const sideOf = ({ metric, fromMs, toMs, count }: ComparedSide, samples: readonly Sample[] = []) => ({
  metric,
  fromMs,
  toMs,
  count,
  samples: samples.slice(-EVIDENCE_SAMPLES),
})

type Compared = PayloadOf<'judge.judged'>['metrics'][number]

function recordOf(each: ComparedMetric, samples: PairedSamples): Compared {
  const { name, classification, failsAlone, words, shift, low, high, pValue, meanRatio } = each
  const numbers = Object.entries({ shift, low, high, pValue, meanRatio }).filter(([, value]) => value !== undefined)
  return {
    metric: name,
    classification,
    failsAlone,
    words,
    ...Object.fromEntries(numbers),
    canary: sideOf(each.canary, samples[name]?.canary),
    baseline: sideOf(each.baseline, samples[name]?.baseline),
  }
}

/** A rolling release has batches in place of weights: there it is the new version as far as it is rolled. */
const subject = (weight: number | undefined) => (weight === undefined ? 'The new version' : `The canary at ${weight} %`)

const WORSE = ['high', 'low', 'missing']

/** What failed, a sentence for the room. */
function failWords(view: JudgeView, { weight }: JudgeGoal): string {
  const worse = view.metrics.filter(({ classification }) => WORSE.includes(classification)).map(({ words }) => words)
  return [`${subject(weight)} is worse than its baseline. ${view.words}`, ...worse].join(' ')
}

export type JudgeFacts = { nowMs: number; decisionId: string }
type Moment = {
  state: ReleaseState
  run: RunState
  attempt: AttemptState
  goal: JudgeGoal
  samples: PairedSamples
  view: JudgeView
}

function verdictPayload({ attempt, samples, view }: Moment) {
  const { words, score } = view
  const metrics = view.metrics.map((each) => recordOf(each, samples))
  return { ...ofAttempt(attempt), words, metrics, ...(score === undefined ? {} : { score }) }
}

/** CJ5. The run goes on: the next weight is set. */
function passed(moment: Moment, { nowMs }: JudgeFacts): CockpitEvent[] {
  const { attempt, view } = moment
  const finished = { ...ofAttempt(attempt), outcome: 'succeeded' as const, durationMs: nowMs - attempt.startedAtMs }
  const note = [view.words, ...view.metrics.map(({ words }) => words)].join(' ')
  return [
    { type: 'judge.judged', payload: { ...verdictPayload(moment), verdict: 'pass' } },
    { type: 'step.finished', payload: { ...finished, note } },
  ]
}

/** CJ6. In one append with the decision, so that no crash comes between a failed canary and the way back. */
function failed(moment: Moment, facts: JudgeFacts): CockpitEvent[] {
  const { state, run, attempt, goal, view } = moment
  const { nowMs, decisionId } = facts
  const words = failWords(view, goal)
  const cause = {
    environment: run.environment,
    severity: 'critical' as const,
    words,
    ...(goal.service === undefined ? {} : { service: goal.service }),
    ...(goal.countdownMs === undefined ? {} : { countdownMs: goal.countdownMs }),
  }
  const durationMs = nowMs - attempt.startedAtMs
  return [
    { type: 'judge.judged', payload: { ...verdictPayload(moment), verdict: 'fail' } },
    { type: 'step.finished', payload: { ...ofAttempt(attempt), outcome: 'failed', reason: words, durationMs } },
    ...openDecision(state, cause, { nowMs, decisionId, evidence: { fresh: true } }),
  ]
}

/** CJ7. A marginal verdict is a verdict: only a person goes on from it. Without one the question ends as soon as there is one. */
function asks(moment: Moment, verdict: 'marginal' | 'hold', nowMs: number): CockpitEvent[] {
  const { state, attempt, goal } = moment
  if (attempt.judging?.asked?.verdict === verdict) return []
  if (verdict === 'hold' && nowMs < selectPatienceEndMs(state, attempt, goal.forMs)) return []
  return [{ type: 'judge.asked', payload: { ...verdictPayload(moment), verdict } }]
}

export type AttemptJudgement = { view: JudgeView; events: CockpitEvent[] }

export function judgeAttempt(
  state: ReleaseState,
  run: RunState,
  attempt: AttemptState,
  goal: JudgeGoal,
  samples: PairedSamples,
  facts: JudgeFacts,
): AttemptJudgement {
  const { nowMs } = facts
  const dueAtMs = selectJudgeDueMs(state, attempt, goal.forMs)
  const blind = selectBlind(state, run.environment)
  const view = compareCanary(goal, samples, { gaps: state.gaps, blind, nowMs, dueAtMs })
  const moment = { state, run, attempt, goal, samples, view }
  if (nowMs < dueAtMs || attempt.judging?.asked?.verdict === 'marginal') return { view, events: [] }
  if (view.verdict === 'fail') return { view, events: failed(moment, facts) }
  if (isHeldByGap(state, run)) return { view, events: [] }
  return { view, events: view.verdict === 'pass' ? passed(moment, facts) : asks(moment, view.verdict, nowMs) }
}
