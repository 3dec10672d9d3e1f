import type { Schedule } from '../../shared/contract/channel.ts'

/** The real timer; it keeps no process alive. */
export const schedule: Schedule = (action, delayMs) => {
  const timer = setTimeout(action, delayMs)
  timer.unref()
  return () => clearTimeout(timer)
}
