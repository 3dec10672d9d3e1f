/** The real clock with real timers, which a test may move: the machine sleeps, or somebody sets the clock. */
import { systemClock } from '../../main/app/clock.ts'
import type { Clock } from '../../main/ports/clock.ts'

export function movableClock() {
  let sleptMs = 0
  let setByMs = 0
  const nowMs = () => systemClock.nowMs() + sleptMs + setByMs
  const clock: Clock = {
    nowMs,
    isoNow: () => new Date(nowMs()).toISOString(),
    sinceBootMs: () => systemClock.sinceBootMs() + sleptMs,
    after: systemClock.after,
  }
  return {
    clock,
    sleep: (ms: number) => {
      sleptMs += ms
    },
    set: (byMs: number) => {
      setByMs += byMs
    },
  }
}
