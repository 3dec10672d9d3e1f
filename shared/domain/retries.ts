/**
 * Automatic retries of a step (`retries`, `retry-delay`).
 *
 * R1  Only a command or check that failed or timed out is tried again by itself. An unknown outcome, a step somebody stopped, and one that never started wait
 *     for a person.
 * R2  A person's own try begins a new series.
 * R3  Without `retry-delay` the delay doubles from 5 s up to a minute. It counts awake time; one that ran out in a gap waits for the person who returns.
 * R4  A person can end a series (`step.stop-retries`): the step has failed then.
 */
import type { Step } from '../runbook/model.ts'
import { selectDueMs } from './gaps.ts'
import type { AttemptState, ReleaseState, RunState } from './state.ts'
import { selectAttempts } from './steps.ts'

const FIRST_DELAY_MS = 5000
const LONGEST_DELAY_MS = 60_000

/** Tries the cockpit made by itself since a person or the run's own turn began the series. */
const usedRetries = (attempts: AttemptState[]): number => {
  const first = attempts.findLastIndex((each) => each.number === 1 || each.startedBy.kind === 'person')
  return attempts.length - 1 - first
}

const delayMs = (step: Step, used: number) =>
  step.attributes.retryDelayMs ?? Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** used)

export type RetrySeries = { used: number; allowed: number; atMs: number }

/** The next automatic try of a step whose last attempt ended, or undefined when a person has to decide. */
export function selectRetry(state: ReleaseState, run: RunState, step: Step): RetrySeries | undefined {
  const allowed = step.attributes.retries ?? 0
  const attempts = selectAttempts(state, run, step.id)
  const last = attempts.at(-1)
  if (allowed === 0 || !last || last.retriesStopped || last.stop?.cause === 'person' || last.stop?.cause === 'rollback')
    return undefined
  if (last.kind !== 'command' && last.kind !== 'http') return undefined
  if (last.status !== 'failed' && last.status !== 'timed-out') return undefined
  if (last.endedBy?.kind === 'person') return undefined
  const used = usedRetries(attempts)
  if (used >= allowed) return undefined
  return { used, allowed, atMs: selectDueMs(state, last.endedAtMs ?? last.startedAtMs, delayMs(step, used)) }
}
