/** What stands in the way of the record now. It cannot be an event while it lasts, so that it travels beside them. */
export type LedgerTrouble = {
  /**
   * `disk-full`: what is written comes out of the reserve. `unwritable`: nothing can be recorded in the ledger. `late-kept`: a late journal could not be
   * brought into the ledger and is kept. `stand-in`: the ledger cannot be opened, and another file is recorded in.
   */
  kind: 'disk-full' | 'unwritable' | 'late-kept' | 'stand-in'
  sinceMs: number
  /** What it is and what to do, as sentences. */
  message: string
  /** The files a rollback is recorded in meanwhile. */
  late?: string[]
}

/** What is over one day while the cockpit runs, and is then on the record. */
export type PassingTrouble = LedgerTrouble & { kind: 'disk-full' | 'unwritable' }
