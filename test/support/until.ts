import { setTimeout as pause } from 'node:timers/promises'

/** How long a test waits for what takes moments on a quiet machine. Below the runner's limit, so that what was awaited is named. */
export const PATIENCE_MS = 90_000

/** Polls until `look` finds something, and returns it; fails naming what was awaited when the deadline has passed. */
export const until = async <Found>(
  look: () => Found | undefined | false | Promise<Found | undefined | false>,
  what: string,
  deadlineMs = PATIENCE_MS,
): Promise<Found> => {
  const lateMs = Date.now() + deadlineMs
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > lateMs) throw new Error(`Waited ${deadlineMs / 1000} s in vain for ${what}.`)
    await pause(20)
  }
}
