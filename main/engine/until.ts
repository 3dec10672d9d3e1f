import type { Clock } from '../ports/clock.ts'

/** Resolves after so long; at once means after what waits already. */
export const pause = (clock: Clock, ms: number): Promise<void> =>
  new Promise((resolve) => void clock.after(ms, resolve))

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
