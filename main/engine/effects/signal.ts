import type { Effect } from '../../../shared/domain/pending-effects.ts'
import type { EffectContext } from '../effect-context.ts'
import { until } from '../until.ts'

/** Sends TERM at once and KILL after the grace, and says whether there was anything to hit. */
export async function performSignal(
  effect: Extract<Effect, { kind: 'signal' }>,
  { ports, report, state, signal }: EffectContext,
): Promise<void> {
  if (!(await until(ports.clock, effect.atMs, signal))) return
  const attempt = state().attempts[effect.attemptId]!
  const delivered = await ports.runner.signal(attempt.id, effect.signal)
  const { runId, stepId, id: attemptId } = attempt
  await report({ type: 'step.signalled', payload: { runId, stepId, attemptId, signal: effect.signal, delivered } })
}
