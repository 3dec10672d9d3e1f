/** Decisions and action items as they stand. */
import type { ReleaseState } from '../state.ts'
import type { MinuteState } from './minute-state.ts'

export type MinuteView = MinuteState & { isOverdue: boolean }

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** When a due date is over: a day ends at midnight of the release's own zone. */
export function dueMs(due: string, offsetMinutes: number): number {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(due)
  return isDay ? Date.parse(`${due}T00:00:00Z`) + DAY_MS - offsetMinutes * MINUTE_MS : Date.parse(due)
}

/** Oldest first. */
export const selectMinutes = (state: ReleaseState, nowMs: number, offsetMinutes: number): MinuteView[] =>
  (state.minutes ?? []).map((minute) => ({
    ...minute,
    isOverdue: !minute.done && minute.due !== undefined && dueMs(minute.due, offsetMinutes) <= nowMs,
  }))
