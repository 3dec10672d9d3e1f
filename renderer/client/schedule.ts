import type { Schedule } from '../../shared/contract/channel.ts'

export const schedule: Schedule = (action, delayMs) => {
  const timer = setTimeout(action, delayMs)
  return () => clearTimeout(timer)
}
