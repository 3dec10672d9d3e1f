/** Waiting by the clock of the engine. */
import type { Clock } from '../ports/clock.ts'

/** Resolves after so long; at once means after what waits already. */
export const pause = (clock: Clock, ms: number): Promise<void> =>
  new Promise((resolve) => void clock.after(ms, resolve))

/** Does it again and again, first after so long. Returns what ends it. */
export function every(clock: Clock, ms: number, work: () => void): () => void {
  let cancel = clock.after(ms, function again() {
    work()
    cancel = clock.after(ms, again)
  })
  return () => cancel()
}

/** Resolves true at the instant, or false when aborted before it. */
export function until(clock: Clock, atMs: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false)
    const cancel = clock.after(Math.max(0, atMs - clock.nowMs()), () => resolve(true))
    signal.addEventListener('abort', () => {
      cancel()
      resolve(false)
    })
  })
}
