import type { EffectContext } from '../effect-context.ts'

const TICK_MS = 1000

/** Looks at once and then each second, with the time checked first, until the effect is no longer pending. */
export async function whileOpen({ ports, signal, checkTime }: EffectContext, look: () => void): Promise<void> {
  let cancel = ports.clock.after(0, function tick() {
    checkTime()
    look()
    cancel = ports.clock.after(TICK_MS, tick)
  })
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })
  cancel()
}
