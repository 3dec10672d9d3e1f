import { GAP_MS } from '../../../shared/domain/gaps.ts'
import type { Effect } from '../../../shared/domain/pending-effects.ts'
import type { EffectContext } from '../effect-context.ts'

/** Waits until a command's output grows, or until `ms` have passed; `undefined` when aborted. */
function nextOutput(
  attempt: string,
  heard: { bytes: number },
  ms: number | undefined,
  { ports, signal }: Pick<EffectContext, 'ports' | 'signal'>,
): Promise<'output' | 'silence' | undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(undefined)
    const stops: (() => void)[] = []
    const end = (what: 'output' | 'silence' | undefined) => {
      for (const stop of stops) stop()
      signal.removeEventListener('abort', abort)
      resolve(what)
    }
    const hear = (bytes: number) => {
      heard.bytes = bytes
      end('output')
    }
    const abort = () => end(undefined)
    signal.addEventListener('abort', abort)
    // A head may come again without anything new in it: when the import is finished, say.
    stops.push(
      ports.importer.onHead((head) => head.attempt === attempt && head.bytes > heard.bytes && hear(head.bytes)),
    )
    if (ms !== undefined) stops.push(ports.clock.after(ms, () => end('silence')))
  })
}

/** Reports when a command has printed nothing for too long, once per silence, and when it prints again. What a sleeping cockpit missed is no silence. */
export async function performListen(
  effect: Extract<Effect, { kind: 'listen' }>,
  context: EffectContext,
): Promise<void> {
  const { ports, report, state, signal } = context
  const { id: attemptId, runId, stepId, silentSinceMs } = state().attempts[effect.attemptId]!
  const of = { runId, stepId, attemptId }
  const bytesHeard = { bytes: 0 }
  let quietSinceMs = silentSinceMs ?? ports.clock.nowMs()
  let isSilent = silentSinceMs !== undefined
  for (;;) {
    const leftMs = Math.max(0, quietSinceMs + effect.silentMs - ports.clock.nowMs())
    const heard = await nextOutput(attemptId, bytesHeard, isSilent ? undefined : leftMs, context)
    if (heard === undefined || signal.aborted) return
    const silentMs = ports.clock.nowMs() - quietSinceMs
    const wasAsleep = !isSilent && silentMs > effect.silentMs + GAP_MS
    if (heard === 'output' && isSilent) await report({ type: 'step.spoke-again', payload: { ...of, silentMs } })
    isSilent = heard === 'silence' && !wasAsleep
    if (isSilent) await report({ type: 'step.fell-silent', payload: { ...of, silentMs } })
    else quietSinceMs = ports.clock.nowMs()
  }
}
