import type { Sample } from '../../shared/contract/results.ts'
import type { Digest, ReleaseId } from '../../shared/ids.ts'

/** One metric of one release in one environment. */
export type Series = { release: ReleaseId; environment: string; metric: string }

/** Rows in the order stored; `count` of them, between `fromMs` and `toMs`, with the digest over `sampleLines`. */
export type SampleSegment = { fromMs: number; toMs: number; count: number; digest: Digest }

/** Samples as rows. Synchronous; throws when the file cannot be written. */
export interface SampleStore {
  /** `isLate`: what a source gave afterwards. Stores samples; one at a time already held for the series is left as it is. Returns how many were new. */
  append(series: Series, samples: readonly Sample[], isLate?: boolean): number
  /**
   * In how many slots of `slotMs`, counted from `fromMs`, there was a value before `toMs`; `late`: only one that was stored as late. Takes some 8 ms for
   * six hours of a sample a second.
   */
  slots(series: Series, fromMs: number, toMs: number, slotMs: number): { seen: number; late: number }
  /** Ascending in time, both ends included. */
  read(series: Series, fromMs: number, toMs: number): Sample[]
  /** The newest `count` samples, ascending in time. */
  last(series: Series, count: number): Sample[]
  /** How many stored rows no segment covers yet. */
  unsealed(series: Series): number
  /** The oldest rows not yet sealed, at most `limit`, or undefined when there are none. Nothing changes until `markSealed`. */
  nextSegment(series: Series, limit: number): SampleSegment | undefined
  /** To be called once the segment's digest is in the chain. */
  markSealed(series: Series, segment: SampleSegment): void
}
