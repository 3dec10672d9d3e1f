/** Queues what happened as messages, and sends them: the intent first, the outcome after (docs/communication.md, N1 to N6). */

import { refuseFullDisk } from '../../../shared/domain/disk-room.ts'
import { backoffMs, retryAtMs } from '../../../shared/domain/notices/backoff.ts'
import type { NoticeState } from '../../../shared/domain/notices/notice-state.ts'
import type { NoticeEffect } from '../../../shared/domain/notices/pending-notices.ts'
import { queueOwed } from '../../../shared/domain/notices/queue.ts'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import type { CockpitEvent } from '../../../shared/events/index.ts'
import type { ReleaseId } from '../../../shared/ids.ts'
import type { Letter, Sent } from '../../ports/notifier.ts'
import type { EffectContext } from '../effect-context.ts'
import { roomOf } from '../facts.ts'
import { heldBy } from '../held-by.ts'
import type { EnginePorts } from '../ports.ts'
import { until } from '../until.ts'

type Of<Kind extends NoticeEffect['kind']> = Extract<NoticeEffect, { kind: Kind }>

const LOOK_AGAIN_MS = 10_000

/** The reserve of a full disk, and a late journal, are for the way back: nothing is told meanwhile. */
export const isTellingHeld = (release: ReleaseId, ports: EnginePorts): boolean =>
  heldBy(release, ports) !== undefined || refuseFullDisk(roomOf(ports).room) !== undefined

/** False when it is not pending any more. */
async function untilFree({ ports, state, signal }: EffectContext): Promise<boolean> {
  while (isTellingHeld(state().release, ports))
    if (!(await until(ports.clock, ports.clock.nowMs() + LOOK_AGAIN_MS, signal))) return false
  return !signal.aborted
}

export async function performQueueNotices({ seq }: Of<'queue-notices'>, context: EffectContext): Promise<void> {
  if (!(await untilFree(context))) return
  const { ports, state, report } = context
  const owed = state().notices?.owed.find((each) => each.seq === seq)
  if (owed) await report(...queueOwed(state(), owed, ports.clock.nowMs()))
}

const find = (state: ReleaseState, id: string): NoticeState | undefined => state.notices?.byId[id]

function letterOf(state: ReleaseState, notice: NoticeState, hide: (text: string) => string): Letter | undefined {
  const { definition, ledgerId, release, folder } = state
  const channel = definition?.notices?.channels.find(({ name }) => name === notice.channelId)
  if (!definition || !channel) return undefined
  const { name, version, previous } = definition
  const { id, about, recipients, anchor, facts, mode, queuedAtMs } = notice
  return {
    ...{ id, about, recipients, anchor, facts, mode, queuedAtMs, channel },
    subject: hide(notice.subject),
    text: hide(notice.text),
    release: { ledgerId, id: release, name, version, folder, ...(previous === undefined ? {} : { previous }) },
  }
}

const GONE: Sent = { kind: 'refused', reason: 'Its channel is not in release.yaml any more.', isFinal: true }

function outcome(notice: NoticeState, sent: Sent, nowMs: number): CockpitEvent {
  const of = { noticeId: notice.id, number: notice.attempts }
  if (sent.kind === 'delivered') return { type: 'notice.delivered', payload: { ...of, response: sent.response } }
  if (sent.kind === 'unknown') return { type: 'notice.unknown', payload: { ...of, reason: sent.reason } }
  // One a person had sent again long after it was written has its own day.
  const sinceMs = notice.asks > 0 ? notice.nextAtMs : notice.queuedAtMs
  const atMs = retryAtMs(notice.attempts, sinceMs, nowMs, sent.isFinal ?? false)
  return {
    type: 'notice.refused',
    payload: { ...of, reason: sent.reason, ...(atMs === undefined ? {} : { retryAtMs: atMs }) },
  }
}

export async function performSendNotice(
  { noticeId, attempt, atMs }: Of<'send-notice'>,
  context: EffectContext,
): Promise<void> {
  const { ports, state, report, signal, noticesFromMs } = context
  const { clock, notifier, secrets } = ports
  // A clock that was set back must not hold it up for longer than its own delay.
  const latestMs = clock.nowMs() + (attempt > 1 ? backoffMs(attempt - 1) : 0)
  const dueMs = Math.max(Math.min(atMs, latestMs), noticesFromMs(find(state(), noticeId)))
  if (!(await until(clock, dueMs, signal)) || !(await untilFree(context))) return
  if (find(state(), noticeId)?.status !== 'queued') return
  await report({ type: 'notice.attempted', payload: { noticeId, number: attempt } })
  const notice = find(state(), noticeId)
  // Nothing is sent whose intent is not on record.
  if (notice?.status !== 'sending' || notice.attempts !== attempt) return
  const letter = letterOf(state(), notice, secrets.hide)
  const sent = letter ? await notifier(letter) : GONE
  await report(outcome(notice, sent, clock.nowMs()))
}

/** An earlier cockpit ended between the intent and the outcome: nobody knows, and it is not sent again by itself. */
export const lostNotices = ({ notices }: ReleaseState): CockpitEvent[] =>
  Object.values(notices?.byId ?? {})
    .filter(({ status }) => status === 'sending')
    .map(({ id: noticeId, attempts: number }) => ({
      type: 'notice.unknown',
      payload: { noticeId, number, reason: 'The cockpit ended while it was sent.' },
    }))
