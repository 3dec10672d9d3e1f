/**
 * What is told outside.
 *
 *   owed ──(by itself)──▶ queued ──▶ sending ──▶ delivered
 *   stage ──(a person)──────┘ ▲         ├──▶ refused ──▶ queued again, or given up
 *                             │         └──▶ unknown ──(a person)──▶ delivered | queued again
 *                             └──(a person)── given up          queued, given up, unknown ──▶ dropped
 */
import type { Actor, PayloadOf } from '../../events/index.ts'
import type { RunId } from '../../ids.ts'
import type { NoticeEvent, NoticeMode } from '../../runbook/notices/model.ts'

export type NoticeStatus = 'queued' | 'sending' | 'delivered' | 'given-up' | 'unknown' | 'dropped'

export type NoticeState = Omit<PayloadOf<'notice.queued'>, 'noticeId'> & {
  id: string
  seq: number
  by: Actor
  queuedAtMs: number
  status: NoticeStatus
  attempts: number
  /** How often a person had it sent again. */
  asks: number
  /** While it is queued: not before. */
  nextAtMs: number
  /** Why it was refused last, is unknown or was dropped. */
  reason?: string
  response?: string
  settledAtMs?: number
}

/** Something happened that is told by itself; its messages are not written yet. */
export type OwedNotice = {
  seq: number
  event: NoticeEvent
  mode: 'test' | 'on'
  runId?: RunId
  /** Channels or roles a trigger or a step names. */
  names?: string[]
  facts: PayloadOf<'notice.queued'>['facts']
}

export type NoticesState = {
  byId: Record<string, NoticeState>
  owed: OwedNotice[]
  /** What a person chose for a run. */
  modes: Record<RunId, NoticeMode>
}

export const NO_NOTICES: NoticesState = { byId: {}, owed: [], modes: {} }
