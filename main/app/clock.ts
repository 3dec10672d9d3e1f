import os from 'node:os'
import type { Clock } from '../ports/clock.ts'

/** The machine's clock. Timers are capped because Node fires longer ones at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  isoNow: () => new Date().toISOString(),
  sinceBootMs: () => os.uptime() * 1000,
  after(ms, fn) {
    const timer = setTimeout(fn, Math.min(ms, LONGEST_TIMER_MS))
    return () => clearTimeout(timer)
  },
}
