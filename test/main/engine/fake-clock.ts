import type { Clock } from '../../../main/ports/clock.ts'

export type FakeClock = Clock & {
  /** Moves time on, running what falls due in order and letting promises settle in between. */
  advance(ms: number): Promise<void>
  /** The machine sleeps (or the process is stopped): time passes and no timer runs; what fell due runs with the next `advance`. */
  sleep(ms: number): void
  /** Somebody sets the clock: no time passes. */
  set(byMs: number): void
}

/** Lets everything that is already resolved run to its end. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

export const createFakeClock = (startMs = 1_000_000): FakeClock => {
  let nowMs = startMs
  let setByMs = 0
  let timers: { dueMs: number; fn: () => void }[] = []
  const advance = async (ms: number) => {
    const endMs = nowMs + ms
    await settle()
    for (;;) {
      const next = timers.filter(({ dueMs }) => dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs)[0]
      if (next === undefined) break
      timers = timers.filter((timer) => timer !== next)
      nowMs = Math.max(nowMs, next.dueMs)
      next.fn()
      await settle()
    }
    nowMs = endMs
  }
  return {
    nowMs: () => nowMs + setByMs,
    isoNow: () => new Date(nowMs + setByMs).toISOString(),
    sinceBootMs: () => nowMs,
    after: (ms, fn) => {
      const timer = { dueMs: nowMs + ms, fn }
      timers.push(timer)
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    },
    advance,
    sleep: (ms) => {
      nowMs += ms
    },
    set: (byMs) => {
      setByMs += byMs
    },
  }
}
