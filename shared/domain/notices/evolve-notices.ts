import type { RecordedEvent } from '../../events/index.ts'
import type { Batch } from '../batch.ts'
import type { ReleaseState } from '../state.ts'
import { NO_NOTICES, type NoticeState, type NoticesState } from './notice-state.ts'
import { owedOf } from './owed.ts'

const withNotices = (state: ReleaseState, change: Partial<NoticesState>): ReleaseState => ({
  ...state,
  notices: { ...(state.notices ?? NO_NOTICES), ...change },
})

const changeIn =
  (batch: Batch) =>
  (state: ReleaseState, id: string, to: Partial<NoticeState>): ReleaseState => {
    const notice = state.notices?.byId[id]
    if (!notice) return state
    return withNotices(state, { byId: batch.put(state.notices!.byId, id, { ...notice, ...to }) })
  }

function withoutOwed({ notices }: ReleaseState, seq: number | undefined) {
  const { owed } = notices ?? NO_NOTICES
  return owed.some((each) => each.seq === seq) ? owed.filter((each) => each.seq !== seq) : owed
}

function told(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  const change = changeIn(batch)
  const atMs = Date.parse(event.recordedAt)
  switch (event.type) {
    case 'notice.mode-set':
      return withNotices(state, {
        modes: batch.put(state.notices?.modes, event.payload.runId, event.payload.mode),
      })
    case 'notice.queued': {
      const { noticeId: id, ...payload } = event.payload
      const notice: NoticeState = {
        ...payload,
        ...{
          id,
          seq: event.seq,
          by: event.actor,
          queuedAtMs: atMs,
          nextAtMs: atMs,
          status: 'queued',
          attempts: 0,
          asks: 0,
        },
      }
      return withNotices(state, {
        byId: batch.put(state.notices?.byId, id, notice),
        owed: withoutOwed(state, payload.about.kind === 'event' ? payload.about.seq : undefined),
      })
    }
    case 'notice.attempted':
      return change(state, event.payload.noticeId, { status: 'sending', attempts: event.payload.number })
    case 'notice.delivered':
      return change(state, event.payload.noticeId, {
        status: 'delivered',
        response: event.payload.response,
        settledAtMs: atMs,
      })
    case 'notice.refused': {
      const { noticeId, reason, retryAtMs } = event.payload
      return retryAtMs === undefined
        ? change(state, noticeId, { status: 'given-up', reason, settledAtMs: atMs })
        : change(state, noticeId, { status: 'queued', reason, nextAtMs: retryAtMs })
    }
    case 'notice.unknown':
      return change(state, event.payload.noticeId, {
        status: 'unknown',
        reason: event.payload.reason,
        settledAtMs: atMs,
      })
    case 'notice.resolved': {
      const { noticeId, outcome, reason } = event.payload
      const asks = (state.notices?.byId[noticeId]?.asks ?? 0) + 1
      return outcome === 'arrived'
        ? change(state, noticeId, { status: 'delivered', response: `A person: ${reason}`, settledAtMs: atMs })
        : change(state, noticeId, { status: 'queued', nextAtMs: atMs, asks })
    }
    case 'notice.dropped': {
      const { noticeId, seq, reason } = event.payload
      const dropped = change(state, noticeId, { status: 'dropped', reason, settledAtMs: atMs })
      return seq === undefined ? dropped : withNotices(dropped, { owed: withoutOwed(dropped, seq) })
    }
    default:
      return state
  }
}

/** In the state after everything else the event changes. */
export function evolveNotices(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  const after = told(state, event, batch)
  return owedOf(after, event).reduce(
    (each, owed) => withNotices(each, { owed: batch.append((each.notices ?? NO_NOTICES).owed, owed) }),
    after,
  )
}
