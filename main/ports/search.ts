import type { SearchPage, SearchQuery } from '../../shared/contract/search.ts'

/** Searches over entries and stored output. They cost their own threads' time, never that of who asks. */
export interface Searches {
  /** Begins one; a sentence when it cannot be searched for. */
  start(query: SearchQuery): { job: string } | { problem: string }
  /** What was found behind the first `after`; waits a moment for it. Undefined for a search that is not known (any more). */
  next(job: string, after: number): Promise<SearchPage | undefined>
  /** False when there was none. */
  cancel(job: string): boolean
  /** Something was erased: what was found before may say it still. */
  forget(): void
  close(): Promise<void>
}
