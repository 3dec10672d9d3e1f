/** Whether what was meant to be live is live: a rollback is finished when the previous version answers and the targets hold. */
import { selectDueMs } from './gaps.ts'
import { canaryMetrics } from './judging/canary-metrics.ts'
import type { NextMove } from './moves.ts'
import { isInScope } from './rollback-scope.ts'
import type { ReleaseState, RunState } from './state.ts'
import { selectPassedOver } from './turns.ts'

/** How long a finished rollback waits for the previous version to answer and for breached targets to recover. */
export const VERIFY_LIVE_MS = 60_000

const lastEndMs = (state: ReleaseState, run: RunState) =>
  Math.max(run.startedAtMs, ...run.attempts.map((id) => state.attempts[id]!.endedAtMs ?? 0))

const observed = (state: ReleaseState, run: RunState) =>
  run.definition.services
    .filter((service) => service.live && isInScope(run.services, service.name))
    .map((service) => ({ service: service.name, seen: state.live[`${run.environment}/${service.name}`] }))

const isLooked = (state: ReleaseState, run: RunState) =>
  observed(state, run).every(({ seen }) => seen?.runId === run.id && seen.when === 'after')

const describe = (rows: ReturnType<typeof observed>, wanted: string) =>
  rows
    .filter(({ seen }) => seen?.version !== wanted)
    .map(({ service, seen }) => `${service} answers ${seen?.version ?? `nothing (${seen?.error ?? 'not observed'})`}`)
    .join(', ')

/** A canary that is taken back has no numbers any more, so none that could recover. */
const breached = (state: ReleaseState, run: RunState) => {
  const ofCanary = canaryMetrics(run.definition)
  return run.definition.metrics.filter(
    ({ name, dryRun }) =>
      !dryRun && !ofCanary.has(name) && state.metrics[`${run.environment}/${name}`]?.status === 'breach',
  )
}

/** Deadline until which a rollback whose steps are done may still be seen to have worked. */
export function selectVerifyDeadlineMs(state: ReleaseState, run: RunState): number {
  const windowsMs = breached(state, run).map((metric) => 2 * metric.windowMs + VERIFY_LIVE_MS)
  return selectDueMs(state, lastEndMs(state, run), Math.max(VERIFY_LIVE_MS, ...windowsMs))
}

function verifyRollback(state: ReleaseState, run: RunState, nowMs: number): NextMove {
  const wrong = run.toVersion === undefined ? '' : describe(observed(state, run), run.toVersion)
  const still = breached(state, run).map((metric) => metric.title)
  if (!wrong && still.length === 0) return { kind: 'finish', outcome: 'succeeded' }
  if (nowMs < selectVerifyDeadlineMs(state, run)) return { kind: 'observe', when: 'after' }
  const targets = still.length > 0 ? `off target: ${still.join(', ')}` : ''
  return {
    kind: 'finish',
    outcome: 'failed',
    reason: `All rollback steps ran, but ${[wrong, targets].filter(Boolean).join('; ')}.`,
  }
}

/** What follows when every planned step is done or skipped. */
export function selectLiveVerdict(state: ReleaseState, run: RunState, nowMs: number): NextMove {
  if (!isLooked(state, run)) return { kind: 'observe', when: 'after' }
  if (run.kind === 'rollback') return verifyRollback(state, run, nowMs)
  const wrong = describe(observed(state, run), run.toVersion ?? '')
  const reason = [failuresPassedOver(state, run), wrong && `Observed live: ${wrong}.`].filter(Boolean).join(' ')
  return { kind: 'finish', outcome: 'succeeded', ...(reason ? { reason } : {}) }
}

/** A run that went on past failures says so to its end. */
function failuresPassedOver(state: ReleaseState, run: RunState): string {
  const titles = selectPassedOver(state, run).map((step) => step.title)
  return titles.length === 0
    ? ''
    : `Went on past ${titles.length === 1 ? 'a failure' : 'failures'}: ${titles.join(', ')}.`
}
