/**
 * Notices that the engine did not run (sleep, SIGSTOP) and that the machine's clock was set, and tells the two apart by the time since the machine
 * started, which sleep moves on and nobody can set. It looks once a second and, so that nothing that lapsed acts first, before anything else acts.
 */
import { GAP_MS } from '../../shared/domain/gaps.ts'
import type { Clock } from '../ports/clock.ts'
import { every } from './until.ts'

const TICK_MS = 1000

export type TimeListener = {
  onGap(gap: { fromMs: number; toMs: number }): void
  onMoved(byMs: number): void
  onTick(): void
}

export interface TimeWatch {
  /** Looks now: gaps and a moved clock are told before this returns. */
  check(): void
  stop(): void
}

export function watchTime(clock: Clock, { onGap, onMoved, onTick }: TimeListener): TimeWatch {
  let last = { wallMs: clock.nowMs(), bootMs: clock.sinceBootMs() }
  const check = () => {
    const now = { wallMs: clock.nowMs(), bootMs: clock.sinceBootMs() }
    const passedMs = now.bootMs - last.bootMs
    const movedMs = now.wallMs - last.wallMs - passedMs
    last = now
    if (Math.abs(movedMs) >= GAP_MS) onMoved(Math.round(movedMs))
    if (passedMs - TICK_MS >= GAP_MS) onGap({ fromMs: Math.round(now.wallMs - passedMs), toMs: Math.round(now.wallMs) })
  }
  const stop = every(clock, TICK_MS, () => {
    check()
    onTick()
  })
  return { check, stop }
}

/** A clock whose timers look at the time first: what falls due after a gap finds the gap on record. */
export const checkedClock = (clock: Clock, check: () => void): Clock => ({
  nowMs: () => clock.nowMs(),
  isoNow: () => clock.isoNow(),
  sinceBootMs: () => clock.sinceBootMs(),
  after: (ms, fn) =>
    clock.after(ms, () => {
      check()
      fn()
    }),
})
