/** The validation period: from the end of the deploy that is live, for as long as the process says (docs/validation.md, V1 and V2). */
import type { ReleaseState, RunState } from '../state.ts'
import { selectLiveRun } from './live-run.ts'

const DAY_MS = 86_400_000

export type ValidationPeriod = {
  run: RunState
  environment: string
  fromMs: number
  /** Not before this may it be called enough. */
  leastToMs: number
  /** Nothing is waited for after this. */
  toMs: number
}

/** Undefined while nothing is live. */
export function selectValidation(state: ReleaseState): ValidationPeriod | undefined {
  const { run } = selectLiveRun(state)
  if (!run) return undefined
  const fromMs = run.finished!.atMs
  const takes = state.definition?.process?.steps.find(({ id }) => id === 'validation')?.takes ?? {}
  const mostMs = takes.toMs ?? 14 * DAY_MS
  const leastMs = Math.min(takes.fromMs ?? mostMs / 2, mostMs)
  return { run, environment: run.environment, fromMs, leastToMs: fromMs + leastMs, toMs: fromMs + mostMs }
}

/** The period that is going on and still watched. */
export function selectRunningValidation(state: ReleaseState, nowMs: number): ValidationPeriod | undefined {
  const period = state.closed ? undefined : selectValidation(state)
  return period && nowMs < period.toMs ? period : undefined
}
