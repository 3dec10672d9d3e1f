/** Effects that are nothing but time, or a person's word the run's starter gave in advance. */
import { settleApproval } from '../../../shared/domain/decide-step.ts'
import type { Effect } from '../../../shared/domain/pending-effects.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import { selectStep } from '../../../shared/domain/steps.ts'
import { stopAttempt } from '../../../shared/domain/stop.ts'
import { formatDuration } from '../../../shared/runbook/duration.ts'
import type { EffectContext } from '../effect-context.ts'
import { until } from '../until.ts'

type Of<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>

const of = (attempt: AttemptState) => ({ runId: attempt.runId, stepId: attempt.stepId, attemptId: attempt.id })

export async function performTimeout(
  effect: Of<'timeout'>,
  { ports, report, state, signal }: EffectContext,
): Promise<void> {
  if (!(await until(ports.clock, effect.atMs, signal))) return
  const attempt = state().attempts[effect.attemptId]!
  await report(stopAttempt(attempt, 'timeout', `No end within ${formatDuration(attempt.timeoutMs ?? 0)}`))
}

export async function performWaitOver(
  effect: Of<'wait-over'>,
  { ports, report, state, signal }: EffectContext,
): Promise<void> {
  if (!(await until(ports.clock, effect.atMs, signal))) return
  const attempt = state().attempts[effect.attemptId]!
  const durationMs = ports.clock.nowMs() - attempt.startedAtMs
  await report({ type: 'step.finished', payload: { ...of(attempt), outcome: 'succeeded', durationMs } })
}

/** Nothing to report: from then on the retry is the run's next move, and the engine looks for it when this ends. */
export async function performRetryDue(effect: Of<'retry-due'>, { ports, signal }: EffectContext): Promise<void> {
  await until(ports.clock, effect.atMs, signal)
}

export async function performConfirm(effect: Of<'confirm'>, { ports, report, state }: EffectContext): Promise<void> {
  const attempt = state().attempts[effect.attemptId]!
  const run = state().runs[attempt.runId]!
  const by = run.startedBy.kind === 'person' ? run.startedBy.name : 'the cockpit'
  const note = `Confirmed in advance by ${by} (--yes).`
  const durationMs = ports.clock.nowMs() - attempt.startedAtMs
  await report({ type: 'step.finished', payload: { ...of(attempt), outcome: 'succeeded', note, durationMs } })
}

export async function performSettleApproval(
  effect: Of<'settle-approval'>,
  { ports, report, state }: EffectContext,
): Promise<void> {
  const attempt = state().attempts[effect.attemptId]!
  const run = state().runs[attempt.runId]!
  const step = selectStep(run.definition, attempt.stepId)!
  await report(...settleApproval(state(), run, step, attempt, ports.clock.nowMs()))
}

export async function performDecisionDue(
  effect: Of<'decision-due'>,
  { ports, expire, signal }: EffectContext,
): Promise<void> {
  if (await until(ports.clock, effect.atMs, signal)) expire(effect.decisionId)
}
