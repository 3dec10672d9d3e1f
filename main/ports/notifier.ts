import type { NoticeState } from '../../shared/domain/notices/notice-state.ts'
import type { Channel } from '../../shared/runbook/notices/model.ts'

/** One message on its way out, already without secrets. */
export type Letter = Pick<
  NoticeState,
  'id' | 'about' | 'recipients' | 'subject' | 'text' | 'anchor' | 'facts' | 'mode' | 'queuedAtMs'
> & {
  channel: Channel
  release: { ledgerId: string; id: string; name: string; version: string; previous?: string; folder: string }
}

/** `refused`: certainly not taken, so it may be tried again; `isFinal`: that would change nothing. `unknown`: it may have been taken. */
export type Sent =
  | { kind: 'delivered'; response: string }
  | { kind: 'refused'; reason: string; isFinal?: boolean }
  | { kind: 'unknown'; reason: string }

/** Sends one message once. Ends by itself within `SEND_TIMEOUT_MS`. Never rejects. */
export type Notifier = (letter: Letter) => Promise<Sent>

export const SEND_TIMEOUT_MS = 15_000
