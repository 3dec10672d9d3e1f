/**
 * When a window calls the people in front of it. Pure: time comes in as data.
 *
 *   A1  A call sounds once when it begins.
 *   A2  It is repeated, gently, until somebody reacts: touches this window, or does what is asked for, in whatever window.
 *   A3  What somebody has reacted to does not sound again; another call does.
 *   A4  What was called for before this window was opened sounds once as well: whoever opens it must act.
 */
import type { Call } from '../../shared/domain/calls.ts'

export const REPEAT_MS = 30_000
export const URGENT_REPEAT_MS = 10_000

type Heard = { lastMs: number; isAnswered: boolean }
export type Calling = Readonly<Record<string, Heard>>

export type Told = { calling: Calling; sound?: 'gentle' | 'urgent' }

type Wish = Pick<Call, 'key' | 'isUrgent'>

const isDue = ({ isUrgent }: Wish, heard: Heard | undefined, nowMs: number): boolean =>
  heard === undefined || (!heard.isAnswered && nowMs - heard.lastMs >= (isUrgent ? URGENT_REPEAT_MS : REPEAT_MS))

/** What to sound now, if anything: one sound, however many call. */
export function callRoom(calls: readonly Wish[], before: Calling, nowMs: number): Told {
  const due = calls.filter((call) => isDue(call, before[call.key], nowMs))
  const calling = Object.fromEntries(
    calls.map((call) => {
      const heard = before[call.key]
      return [call.key, due.includes(call) ? { lastMs: nowMs, isAnswered: false } : heard!]
    }),
  )
  if (due.length === 0) return { calling }
  return { calling, sound: due.some(({ isUrgent }) => isUrgent) ? 'urgent' : 'gentle' }
}

/** Somebody is here. */
export const answered = (calling: Calling): Calling =>
  Object.fromEntries(Object.entries(calling).map(([key, heard]) => [key, { ...heard, isAnswered: true }]))

export const isCalling = (calling: Calling): boolean => Object.values(calling).some(({ isAnswered }) => !isAnswered)
