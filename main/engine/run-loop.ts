/** Keeps a release going: after every change it asks what is pending, moves runs on until nothing moves, and has the rest performed. */
import { nextMove } from '../../shared/domain/next-move.ts'
import { type AnyEffect, pendingEffects } from '../../shared/domain/pending-effects.ts'
import { COCKPIT } from '../../shared/events/envelope.ts'
import type { RecordedEvent } from '../../shared/events/index.ts'
import type { EffectContext } from './effect-context.ts'
import { nextAdvance, performAdvance } from './effects/advance.ts'
import { heldBy } from './held-by.ts'
import type { ReleaseLedger } from './release-ledger.ts'
import { createRunningEffects } from './running-effects.ts'

const AGAIN_MS = 1000

export interface RunLoop {
  /** Looks at what is pending now. Before `start` and after `close` it does nothing. */
  kick(): void
  start(): void
  close(): void
}

/** `onRecorded` is told of what moving a run on has appended, before anything it asks for is begun. */
export function createRunLoop(
  ledger: ReleaseLedger,
  context: Omit<EffectContext, 'signal'>,
  onRecorded: (events: RecordedEvent[]) => void,
): RunLoop {
  const { ports, checkTime } = context
  const running = createRunningEffects(context, () => kick())
  let isStarted = false
  let isClosed = false
  let isKicking = false

  /** While the way back is recorded outside the ledger, no forward step begins. */
  const isHeld = (effect: AnyEffect): boolean => {
    const state = ledger.state()
    const run = effect.kind === 'advance' ? state.runs[effect.runId] : undefined
    if (run?.kind !== 'deploy' || heldBy(state.release, ports) === undefined) return false
    return nextMove(state, run, ports.clock.nowMs()).kind === 'begin'
  }

  const due = () => {
    checkTime()
    return pendingEffects(ledger.state(), ports.clock.nowMs()).filter((effect) => !isHeld(effect))
  }

  /** Returns what is pending when no run moves any more. */
  const advance = (): AnyEffect[] => {
    for (let effects = due(); ; effects = due()) {
      const next = nextAdvance(ledger.state(), effects)
      const events = next ? performAdvance(next, ledger.state(), ports) : []
      if (events.length === 0) return effects
      onRecorded(ledger.append(events, { actor: COCKPIT }))
    }
  }

  const kick = () => {
    if (!isStarted || isClosed || isKicking) return
    isKicking = true
    try {
      running.match(advance())
    } catch (error) {
      ports.log('error', 'The run cannot go on: the ledger cannot be written.', { error: String(error) })
      ports.clock.after(AGAIN_MS, kick)
    } finally {
      isKicking = false
    }
  }

  return {
    kick,
    start() {
      isStarted = true
      kick()
    },
    close() {
      isClosed = true
      running.close()
    },
  }
}
