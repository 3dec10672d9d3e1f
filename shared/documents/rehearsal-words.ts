/** Rehearsals in words. */
import type { RehearsalSpeed } from '../domain/rehearsal/rehearsal-state.ts'

/** `as planned`, `10 times as fast`, `without waiting`. */
export const speedWords = (speed: RehearsalSpeed): string => {
  if (speed === 'no-waiting') return 'without waiting'
  return speed === 1 ? 'as planned' : `${speed} times as fast`
}
