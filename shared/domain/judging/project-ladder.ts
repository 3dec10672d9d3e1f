/** The weights of a canary as rungs: which are behind, which it stands on, and how much users have been exposed to it. */
import type { Step } from '../../runbook/model.ts'
import type { AttemptState, ReleaseState, RunState } from '../state.ts'
import { selectAttempts, selectStep } from '../steps.ts'

export type Rung = {
  weight: number
  state: 'done' | 'now' | 'ahead' | 'undone'
  holdMs?: number
  isJudged: boolean
}

export type Ladder = {
  rungs: Rung[]
  /** Percent of the traffic the canary has now. */
  weight: number
  /** Percent times minutes: a minute at 20 % is 20. */
  exposure: number
  /** The open step that judges. */
  judging?: AttemptState
  /** The weight at which it was found worse, while nothing was tried since. */
  failedAt?: number
}

const MINUTE_MS = 60_000

const isWeight = (step: Step | undefined): step is Step =>
  step?.attributes.weight !== undefined && step.part !== undefined

/** The weights of a run's plan, or of the stage that would run. */
function stepsOf(run: RunState | undefined, stages: readonly { steps: Step[] }[]): Step[] {
  if (run) return run.plan.flatMap(({ stepId }) => selectStep(run.definition, stepId) ?? [])
  return stages.find(({ steps }) => steps.some(isWeight))?.steps ?? []
}

/** When a rollback took the weight back, if one did. */
function undoneAtMs(state: ReleaseState, run: RunState, step: Step): number | undefined {
  const { undo } = step.attributes
  const later = state.runOrder
    .map((id) => state.runs[id]!)
    .filter((each) => each.kind === 'rollback' && each.environment === run.environment && each.seq > run.seq)
  const done =
    undo && later.flatMap((back) => selectAttempts(state, back, undo)).find(({ status }) => status === 'succeeded')
  return done ? (done.endedAtMs ?? done.startedAtMs) : undefined
}

/** `run` is the deploy that is shown; without one everything lies ahead. Undefined when its stage has no weights. */
export function projectLadder(
  state: ReleaseState,
  run: RunState | undefined,
  stages: readonly { steps: Step[] }[],
  nowMs: number,
): Ladder | undefined {
  const steps = stepsOf(run, stages)
  const weights = steps.filter(isWeight)
  if (weights.length === 0) return undefined
  const holdOf = (step: Step) => steps.find(({ id }) => id === `${step.id}/hold`)
  const set = weights.map((step) => {
    const attempt = run && selectAttempts(state, run, step.id).findLast(({ status }) => status === 'succeeded')
    return attempt && (attempt.endedAtMs ?? attempt.startedAtMs)
  })
  const last = set.findLastIndex((atMs) => atMs !== undefined)
  const backAtMs = run && last >= 0 ? undoneAtMs(state, run, weights[last]!) : undefined
  const untilMs = backAtMs ?? run?.finished?.atMs ?? nowMs
  const rungs = weights.map((step, index): Rung => {
    const hold = holdOf(step)
    const holdMs = hold?.attributes.judge?.forMs ?? hold?.attributes.waitMs
    const at = set[index] === undefined ? 'ahead' : backAtMs ? 'undone' : index === last ? 'now' : 'done'
    const weight = step.attributes.weight!.to
    return { weight, state: at, isJudged: hold?.kind === 'judge', ...(holdMs === undefined ? {} : { holdMs }) }
  })
  const exposure = set.reduce<number>((sum, atMs, index) => {
    if (atMs === undefined) return sum
    const next = set.slice(index + 1).find((each) => each !== undefined) ?? untilMs
    return sum + (rungs[index]!.weight * Math.max(0, next - atMs)) / MINUTE_MS
  }, 0)
  const judging = run?.attempts
    .map((id) => state.attempts[id]!)
    .find(({ kind, status }) => kind === 'judge' && status === 'waiting')
  const judged = run?.attempts.map((id) => state.attempts[id]!).findLast(({ kind }) => kind === 'judge')
  const failed =
    judged?.judging?.judged?.verdict === 'fail' ? run && selectStep(run.definition, judged.stepId) : undefined
  const failedAt = failed?.attributes.weight?.to
  const weight = last < 0 || backAtMs ? 0 : rungs[last]!.weight
  return { rungs, weight, exposure, ...(judging ? { judging } : {}), ...(failedAt === undefined ? {} : { failedAt }) }
}
