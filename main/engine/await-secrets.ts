import type { RunId } from '../../shared/ids.ts'
import type { EffectContext } from './effect-context.ts'
import { until } from './until.ts'

const LOOK_AGAIN_MS = 200

/**
 * True once the run's secrets are here: without them nothing is started, and no output is stored, because it could not be masked. False when the
 * effect is over, or `giveUp` says that it cannot wait.
 */
export async function awaitSecrets(run: RunId, context: EffectContext, giveUp = () => false): Promise<boolean> {
  const { contexts, ports, signal } = context
  while (contexts.needs(run)) {
    if (giveUp()) return false
    if (!(await until(ports.clock, ports.clock.nowMs() + LOOK_AGAIN_MS, signal))) return false
  }
  return !signal.aborted
}
