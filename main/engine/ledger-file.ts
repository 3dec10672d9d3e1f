/** The ledger file as the engine uses it: watched, with late journals behind it, and what is wrong with it. */
import type { LedgerTrouble } from '../../shared/contract/ledger-trouble.ts'
import type { PayloadOf } from '../../shared/events/index.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import type { Clock } from '../ports/clock.ts'
import { createLateStore, type LateStore } from './late-store.ts'
import { watchLedger } from './ledger-watch.ts'
import type { OutsidePorts } from './ports.ts'

export interface LedgerFile {
  readonly store: LateStore
  /** What keeps the ledger from being written now, or what does not pass while this process lives. */
  trouble(): LedgerTrouble | undefined
  /** Looks at the disk, and tries to write when the last try failed. Throws `LedgerUnwritable`. */
  check(): void
}

export type LedgerFileListener = {
  onTrouble(trouble: LedgerTrouble | undefined): void
  onEnded(payload: PayloadOf<'ledger.trouble-ended'>): void
  /** The release's journal may go into the ledger now. */
  bringIn(release: ReleaseId): void
}

export function openLedgerFile(outside: OutsidePorts, clock: Clock, listener: LedgerFileListener): LedgerFile {
  const openedMs = clock.nowMs()
  const watch = watchLedger({
    store: outside.store,
    disk: outside.disk,
    clock,
    isFull: outside.isFull ?? false,
    late: () => store.lateReleases().flatMap((release) => store.lateOf(release)?.file() ?? []),
    bringIn() {
      for (const release of store.lateReleases()) listener.bringIn(release)
    },
    onTrouble: () => listener.onTrouble(trouble()),
    onEnded: ({ kind, sinceMs: fromMs, untilMs: toMs, message: reason }) =>
      listener.onEnded({ kind, fromMs, toMs, reason }),
  })
  const store = createLateStore({
    store: watch.store,
    journals: outside.late,
    nowMs: clock.nowMs,
    journalId: outside.ids.nonce,
    onChange: () => watch.tell(),
  })

  const standing = (): LedgerTrouble | undefined => {
    if (outside.standIn) return { kind: 'stand-in', sinceMs: openedMs, message: outside.standIn.message }
    const message = store.kept.map(({ file, reason }) => `${file}: ${reason}`).join(' ')
    return message ? { kind: 'late-kept', sinceMs: openedMs, message } : undefined
  }
  const trouble = () => watch.trouble() ?? standing()

  return { store, trouble, check: watch.check }
}
