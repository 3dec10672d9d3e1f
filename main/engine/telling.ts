/** When messages to the outside leave this process, and when it may end. What an earlier cockpit left waits until this one has proved to stay. */
import { NO_NOTICES, type NoticeState } from '../../shared/domain/notices/notice-state.ts'
import { SEND_TIMEOUT_MS } from '../ports/notifier.ts'
import { isTellingHeld } from './effects/notices.ts'
import type { EnginePorts } from './ports.ts'
import type { ReleaseLedger } from './release-ledger.ts'
import { pause } from './until.ts'

/** A command that only looks at a release is gone before it sends what another one left. */
const LEFT_NOTICES_WAIT_MS = 2000
const SETTLE_LOOK_MS = 20

export interface Telling {
  /** Before that a message is not sent. */
  fromMs(notice: NoticeState | undefined): number
  /** Resolves when what was to be told in this process was tried once. */
  settle(): Promise<void>
}

/** What is on the ledger now was left by an earlier cockpit. */
export function createTelling(ledger: ReleaseLedger, ports: EnginePorts): Telling {
  const { clock } = ports
  const leftSize = ledger.state().size
  const openedMs = clock.nowMs()

  /** Of an earlier cockpit, and nobody here has asked for it. */
  const isLeft = ({ seq, asks }: NoticeState) => seq <= leftSize && asks === 0

  /** Something is being sent, or was queued here and not tried yet. */
  const isTelling = (): boolean => {
    if (isTellingHeld(ledger.release, ports)) return false
    const { owed, byId } = ledger.state().notices ?? NO_NOTICES
    return (
      owed.some(({ seq }) => seq > leftSize) ||
      Object.values(byId).some(
        ({ status, attempts, seq }) =>
          status === 'sending' || (status === 'queued' && attempts === 0 && seq > leftSize),
      )
    )
  }

  return {
    fromMs: (notice) => (notice && isLeft(notice) ? openedMs + LEFT_NOTICES_WAIT_MS : 0),
    async settle() {
      const untilMs = clock.nowMs() + SEND_TIMEOUT_MS
      while (isTelling() && clock.nowMs() < untilMs) await pause(clock, SETTLE_LOOK_MS)
    },
  }
}
