/**
 * Whose turn it is in a run: the steps of the first part of the plan that is not settled. A part is one step, or neighbours that name the same `parallel`
 * group: those begin together and all of them settle before the run goes on.
 */
import type { Step } from '../runbook/model.ts'
import { type RetrySeries, selectRetry } from './retries.ts'
import type { AttemptState, ReleaseState, RunState } from './state.ts'
import { isOpen, selectLastAttempt, selectStep } from './steps.ts'

export type Turn = { step: Step } & (
  | { phase: 'ready'; attempt?: undefined }
  | { phase: 'open'; attempt: AttemptState }
  | { phase: 'retrying'; attempt: AttemptState; retry: RetrySeries }
  | { phase: 'halted'; attempt: AttemptState }
)

const FAILED = ['failed', 'timed-out', 'never-started']

/** A failure that the runbook says to go on from (`continue-on-error`), once its retries are used up and unless somebody stopped it. */
export const isPassedOver = (state: ReleaseState, run: RunState, step: Step, last: AttemptState): boolean =>
  step.attributes.continueOnError === true &&
  FAILED.includes(last.status) &&
  last.stop?.cause !== 'person' &&
  selectRetry(state, run, step) === undefined

function turnOf(state: ReleaseState, run: RunState, step: Step): Turn | undefined {
  const attempt = selectLastAttempt(state, run, step.id)
  if (!attempt) return { step, phase: 'ready' }
  if (isOpen(attempt)) return { step, phase: 'open', attempt }
  if (attempt.status === 'succeeded' || isPassedOver(state, run, step, attempt)) return undefined
  const retry = selectRetry(state, run, step)
  return retry ? { step, phase: 'retrying', attempt, retry } : { step, phase: 'halted', attempt }
}

/** Steps of the plan in the parts they are done in. */
export function selectParts(run: RunState): Step[][] {
  const parts: Step[][] = []
  for (const { stepId } of run.plan) {
    const step = selectStep(run.definition, stepId)
    if (!step) continue
    const group = step.attributes.parallel
    const before = parts.at(-1)?.at(-1)
    const joins = group !== undefined && before?.attributes.parallel === group && before.stage === step.stage
    if (joins) parts.at(-1)!.push(step)
    else parts.push([step])
  }
  return parts
}

/** Empty when every step of the plan is done, skipped or passed over. */
export function selectTurns(state: ReleaseState, run: RunState): Turn[] {
  for (const part of selectParts(run)) {
    const turns = part.filter((step) => !run.skipped[step.id]).flatMap((step) => turnOf(state, run, step) ?? [])
    if (turns.length > 0) return turns
  }
  return []
}

/** Steps that failed and were gone past, in the order of the plan. */
export const selectPassedOver = (state: ReleaseState, run: RunState): Step[] =>
  run.plan.flatMap(({ stepId }) => {
    const step = run.skipped[stepId] ? undefined : selectStep(run.definition, stepId)
    const last = step && selectLastAttempt(state, run, stepId)
    return step && last && isPassedOver(state, run, step, last) ? [step] : []
  })
