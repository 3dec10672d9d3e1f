import type { StoredEntry } from '../../shared/ledger/chain.ts'
import type { OutputStore } from './output-store.ts'

/** One chain of a ledger file as its lists name it. `claimed` is the size and head (hex) the file keeps beside the entries. */
export type ListedChain = {
  no: number
  release: string
  ledgerId: string
  claimed: { size: number; head: string } | undefined
}

/** One metric's stored samples; `no` is for `sampleLines`. */
export type StoredSeries = { no: number; environment: string; metric: string }

/** What the chain vouches for by digest and keeps beside the entries. */
export type BesideEntries = {
  output: Pick<OutputStore, 'head' | 'chunks' | 'times'>
  /** In the order they were begun. */
  series(release: string): StoredSeries[]
  /** Every sample in the order stored, as the lines the digests of `samples.sealed` are taken over, in blocks of whole lines. */
  sampleLines(no: number): Iterable<string>
}

/** A ledger file at one moment, read only: what is verified and exported. Any call throws `LedgerUnwritable` when the file is damaged. */
export interface LedgerSnapshot {
  /** In the order they were created; numbers start at 1 and have no holes in an untouched file. */
  chains(): ListedChain[]
  /** Stored entries of one chain, or of all in one pass over the table, each with its chain's number; damaged rows are undefined. */
  entries(no?: number): Iterable<{ no: number; seq: number; entry: StoredEntry | undefined }>
  /** The entry lines of a chain's JSONL export, in blocks of whole lines. */
  exportLines(no: number): Iterable<{ lines: Uint8Array; entries: number }>
  /** First and last entry of a chain, as needed for an export's header. */
  bounds(no: number): { first: StoredEntry; size: number; head: Uint8Array } | undefined
  /** Of the same moment. Throws for a file of a version before there were such tables. */
  beside(): BesideEntries
  close(): void
}
