/** Where a rollback is recorded while the ledger cannot be written: one file per release, imported afterwards. */
import type { ReleaseId } from '../../shared/ids.ts'
import type { Head, SealedEntry } from './event-store.ts'

export type LateHeader = {
  journalId: string
  release: ReleaseId
  /** The end of the chain in the ledger that the entries follow. */
  base: Head
  /** Why the ledger could not be written: a sentence. */
  reason: string
  sinceMs: number
  /** The journal whose entries it holds behind another head. */
  replaces?: string
}

/** What one append wrote: all of it is there, or nothing. */
export type LateBatch = { sealed: SealedEntry[]; summary?: Record<string, unknown> }

export interface LateJournal {
  readonly header: LateHeader
  readonly batches: readonly LateBatch[]
  /** Where it is now; it moves on when its disk fails too. */
  file(): string
  /** On disk when it returns. Throws `LedgerUnwritable` when no place is left that can be written. */
  append(batch: LateBatch): void
  /** Removes it, once the ledger holds what it says. */
  discard(): void
}

export interface LateJournals {
  /** Begins a journal, with what is in it already. Throws `LedgerUnwritable` when no place can be written. */
  begin(header: LateHeader, batches?: LateBatch[]): LateJournal
  /** Journals that were not imported yet. What cannot be read is named, and stays where it is. */
  left(): { journals: LateJournal[]; damaged: { file: string; reason: string }[] }
}
