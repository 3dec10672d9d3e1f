import type { Log } from '../ports/outside.ts'

export type Safely = (work: () => unknown) => void

/** For what must not end because the ledger cannot be written: it is logged, and what runs goes on. */
export const createSafely =
  (log: Log): Safely =>
  (work) => {
    try {
      work()
    } catch (error) {
      log('error', 'The ledger could not be written; what runs goes on.', { error: String(error) })
    }
  }
