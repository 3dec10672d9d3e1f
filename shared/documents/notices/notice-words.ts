/** How notices stand, in words: terminal and window say the same. */
import type { NoticeState } from '../../domain/notices/notice-state.ts'
import type { NoticesView, StageStatus, StageView } from '../../domain/notices/project-notices.ts'
import { formatInstant } from '../../domain/windows.ts'

export const STAGE_WORDS: Record<StageStatus, string> = {
  planned: 'planned',
  due: 'due',
  overdue: 'OVERDUE',
  queued: 'queued',
  sent: 'sent',
  unknown: 'unknown',
  failed: 'failed',
  off: 'off',
  'not-needed': 'not needed',
}

export const NOTICE_WORDS: Record<NoticeState['status'], string> = {
  queued: 'queued',
  sending: 'sending',
  delivered: 'delivered',
  'given-up': 'given up',
  unknown: 'unknown',
  dropped: 'dropped',
}

export const readersOf = ({ channelId, recipients }: Pick<NoticeState, 'channelId' | 'recipients'>): string =>
  recipients.length === 0
    ? channelId
    : `${channelId} (${recipients.length === 1 ? recipients[0] : `${recipients.length} addresses`})`

/** What came of a message, and what a person has to do, as the end of its line. */
export function noticeOutcome(notice: NoticeState, offsetMinutes: number): string {
  const { status, response, reason = '', nextAtMs, attempts, settledAtMs } = notice
  const at = (ms: number) => formatInstant(ms, offsetMinutes)
  switch (status) {
    case 'delivered':
      return `Received ${at(settledAtMs!)}. ${response}`
    case 'queued':
      return attempts === 0
        ? 'Not tried yet.'
        : `${reason} Next try ${at(nextAtMs)}, after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}.`
    case 'sending':
      return 'On its way.'
    case 'unknown':
      return `May have been received. ${reason} Ask there, then say that it arrived or send it again.`
    case 'given-up':
      return `Not taken: ${reason} Send it again or drop it.`
    default:
      return reason
  }
}

/** Who was told, by channel. */
export function stageOutcome({ status, messages, dueAtMs, isTested }: StageView, offsetMinutes: number): string {
  const due = dueAtMs === undefined ? 'no date yet' : `due ${formatInstant(dueAtMs, offsetMinutes)}`
  const test = isTested ? ', tested' : ''
  const told = messages.filter((each) => each.status === 'delivered')
  if (messages.length > 0 && status !== 'due' && status !== 'overdue' && status !== 'planned')
    return `${told.length} of ${messages.length}: ${messages.map((each) => `${readersOf(each)} ${NOTICE_WORDS[each.status]}`).join(', ')}`
  return status === 'off' || status === 'not-needed' ? '' : `${due}${test}`
}

/** One line on how communication stands; empty when there is nothing to say. */
export function noticesLine(view: NoticesView | undefined): string {
  if (!view?.hasChannels) return ''
  const { overdue, messages } = view
  const unknown = messages.filter(({ status }) => status === 'unknown').length
  const waiting = messages.filter(({ status }) => status === 'queued' || status === 'sending').length
  const failed = messages.filter(({ status }) => status === 'given-up').length
  const parts = [
    ...(overdue.length > 0 ? [`overdue: ${overdue.map(({ title }) => title).join(', ')}`] : []),
    ...(unknown > 0 ? [`${unknown} may have been received or not`] : []),
    ...(failed > 0 ? [`${failed} given up`] : []),
    ...(waiting > 0 ? [`${waiting} queued`] : []),
  ]
  return parts.length === 0 ? '' : `Notices: ${parts.join(', ')}`
}

export const NO_CHANNELS =
  'Nobody is told yet: release.yaml names no channel. Add “communication:” with a mode and channels (docs/communication.md).'

export const modeLine = (view: NoticesView): string =>
  ({ off: 'Notices are off.', test: 'Notices go to your own test channel only.', on: 'Notices are on.' })[view.mode]
