/** What the engine has to do for notices (docs/communication.md, N1 to N6). */
import type { ReleaseState } from '../state.ts'

export type NoticeEffect = { key: string } & (
  | { kind: 'queue-notices'; seq: number }
  /** `attempt`: the number this one gets. */
  | { kind: 'send-notice'; noticeId: string; attempt: number; atMs: number }
)

/** `isBusy`: a run is about to start something. Nothing that is told comes before it. */
export function pendingNotices({ notices }: ReleaseState, isBusy: boolean): NoticeEffect[] {
  if (!notices) return []
  const owed = isBusy
    ? []
    : notices.owed.map(({ seq }): NoticeEffect => ({ key: `notice-owed:${seq}`, kind: 'queue-notices', seq }))
  const sends = Object.values(notices.byId).flatMap(
    ({ id, status, attempts, asks, nextAtMs: atMs }): NoticeEffect[] => {
      if (status !== 'sending' && (status !== 'queued' || isBusy)) return []
      const attempt = status === 'sending' ? attempts : attempts + 1
      return [{ key: `notice:${id}:${attempt}:${asks}`, kind: 'send-notice', noticeId: id, attempt, atMs }]
    },
  )
  return [...owed, ...sends]
}

/** What has to be told still: for the owner that takes this ledger up. */
export const countOpenNotices = ({ notices }: ReleaseState): number =>
  notices
    ? notices.owed.length +
      Object.values(notices.byId).filter(({ status }) => status === 'queued' || status === 'sending').length
    : 0
