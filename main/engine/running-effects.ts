/** The effects that are under way: each is performed once at a time, and ended when it is no longer pending. */
import type { AnyEffect } from '../../shared/domain/pending-effects.ts'
import type { EffectContext } from './effect-context.ts'
import { performEffect, type TimedEffect } from './effects/performers.ts'
import { pause } from './until.ts'

const AFTER_A_FAILURE_MS = 1000

export interface RunningEffects {
  /** Ends what is no longer pending, and begins what is pending and not under way. */
  match(pending: readonly AnyEffect[]): void
  close(): void
}

/** `onOver` is called after each effect: what is pending may have changed. */
export function createRunningEffects(context: Omit<EffectContext, 'signal'>, onOver: () => void): RunningEffects {
  const { clock, log } = context.ports
  const active = new Map<string, AbortController>()

  const begin = (effect: TimedEffect) => {
    const abort = new AbortController()
    active.set(effect.key, abort)
    void performEffect(effect, { ...context, signal: abort.signal })
      .catch(async (error: unknown) => {
        if (abort.signal.aborted) return
        log('error', `Effect ${effect.key} failed.`, { error: String(error) })
        await pause(clock, AFTER_A_FAILURE_MS)
      })
      .finally(() => {
        active.delete(effect.key)
        onOver()
      })
  }

  return {
    match(pending) {
      const keys = new Set(pending.map((each) => each.key))
      for (const [key, abort] of active) if (!keys.has(key)) abort.abort()
      for (const effect of pending) if (effect.kind !== 'advance' && !active.has(effect.key)) begin(effect)
    },
    close() {
      for (const abort of active.values()) abort.abort()
    },
  }
}
