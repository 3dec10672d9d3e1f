import type { Effect } from '../../../shared/domain/pending-effects.ts'
import { selectStep } from '../../../shared/domain/steps.ts'
import { awaitSecrets } from '../await-secrets.ts'
import type { EffectContext } from '../effect-context.ts'
import { lateSealEvents, sealEvents } from '../late-output.ts'
import { watchStore } from './store-rest.ts'

/** Sends the request, keeps the report as the attempt's output, and reports the verdict. */
export async function performHttpCheck(
  effect: Extract<Effect, { kind: 'http-check' }>,
  context: EffectContext,
): Promise<void> {
  const { ports, report, contexts } = context
  const attempt = context.state().attempts[effect.attemptId]!
  const run = context.state().runs[attempt.runId]!
  const step = selectStep(run.definition, attempt.stepId)!
  if (!(await awaitSecrets(run.id, context))) return
  const { variables, secrets } = contexts.of(run.id)
  const gaps = context.state().gaps.length
  const { passed, failures, spoolFile } = await ports.httpCheck(attempt.id, run.id, step.http!, {
    ...variables,
    ...secrets,
  })
  const store = watchStore(ports, attempt.id)
  ports.importer.follow({ attempt: attempt.id, spoolFile, secrets: Object.values(secrets), sealedToByte: 0 })
  context.checkTime()
  const sleptMeanwhile = context.state().gaps.length > gaps
  const { stored, later } = await store.finish(false)
  const payload = {
    runId: run.id,
    stepId: step.id,
    attemptId: attempt.id,
    durationMs: ports.clock.nowMs() - attempt.startedAtMs,
    ...(stored ? { output: { bytes: stored.head.bytes, lines: stored.head.lines } } : {}),
  }
  const known = context.state().attempts[attempt.id]!.sealedToByte
  const seals = sealEvents((stored?.sealed ?? []).filter((each) => each.toByte > known))
  if (sleptMeanwhile && !passed) {
    const { durationMs: _, output: __, ...of } = payload
    await report(...seals, {
      type: 'step.outcome-unknown',
      payload: {
        ...of,
        state: 'unknown',
        reason: 'The cockpit slept while the check was under way: its failure says nothing.',
      },
    })
  } else
    await report(...seals, {
      type: 'step.finished',
      payload: passed
        ? { ...payload, outcome: 'succeeded' }
        : { ...payload, outcome: 'failed', reason: failures.join(' ') },
    })
  const { sealed, rawBytes } = stored ? { ...stored, sealed: [] } : await later
  await report(...lateSealEvents(context.state().attempts[attempt.id]!, sealed, () => []))
  context.leaveOutput(attempt.id, rawBytes)
}
