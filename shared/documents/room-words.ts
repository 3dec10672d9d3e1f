/** Who drives, and what was decided and is to be done, in words: for the terminal, the window and documents. */
import type { DriverState } from '../domain/driver/driver-state.ts'
import type { MinuteView } from '../domain/notes/select-minutes.ts'
import type { PayloadOf } from '../events/index.ts'
import { formatActor, formatAgreed, formatRole } from './words.ts'

/** A role is written as one, a person as they are. */
export const ownerWords = (owner: string): string => {
  const name = owner.replace(/^@/, '')
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)+$|^(sre|qa)$/.test(name) ? formatRole(name) : name
}

const because = (reason: string | undefined) => (reason ? `: ${reason}` : '')

export const MINUTE_KINDS = { decision: 'Decision', action: 'Action' } as const

/** `, Ada Obi, due 2026-12-04`, or nothing. */
export const assignedWords = ({ owner, due }: { owner?: string | undefined; due?: string | undefined }): string =>
  `${owner ? `, ${ownerWords(owner)}` : ''}${due ? `, due ${formatAgreed(due)}` : ''}`

/** `open`, `overdue`, `done, says Ada Obi: mended`. */
export const minuteState = ({ done, isOverdue }: Pick<MinuteView, 'done' | 'isOverdue'>): string => {
  if (!done) return isOverdue ? 'overdue' : 'open'
  return `done, says ${formatActor(done.by)}${because(done.words)}`
}

/** `N2 action: Raise the pool size, Ada Obi, due 2026-12-04 [open]`. */
export const minuteLine = (minute: MinuteView): string =>
  `${minute.noteId} ${minute.kind}: ${minute.text}${assignedWords(minute)} [${minuteState(minute)}]`

export const minutedWords = ({ kind, text, noteId, ...rest }: PayloadOf<'note.minuted'>): string =>
  `${MINUTE_KINDS[kind]} ${noteId}: ${text}${assignedWords(rest)}`

/** Ada Obi, since 22:04 of the given clock; and to whom it is offered. */
export const driverWords = ({ name, role, atMs, offer }: DriverState, time: (ms: number) => string): string =>
  `${name}${role ? `, ${formatRole(role)}` : ''}, since ${time(atMs)}${offer ? `; offered to ${offer.to} at ${time(offer.atMs)}` : ''}`

export const tookWords = ({ from, reason }: PayloadOf<'driver.took'>): string =>
  `${from ? `Takes over from ${from}` : 'Drives'}${because(reason)}`

export const offerEndedWords = ({ to, outcome, reason }: PayloadOf<'driver.offer-ended'>): string =>
  `${outcome === 'declined' ? `${to} declines to drive` : `The offer to ${to} is taken back`}${because(reason)}`
