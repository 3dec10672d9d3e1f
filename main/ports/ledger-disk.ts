/** The disk that holds the ledger and its spools, and the reserve kept on it. */
export interface LedgerDisk {
  readonly folder: string
  /** Bytes this person may still write there; undefined when the system does not say. */
  freeBytes(): number | undefined
  /** What is left of the reserve. */
  reserveBytes(): number
  /** Gives one slice of the reserve back to the disk. False when there is none left. */
  release(): boolean
  /** Makes the reserve whole again when there is room for it beside a run. */
  refill(): void
  /** The size of a file when the disk that holds it counts as full: a write that failed may have left a little room again. */
  sizeIfFull(file: string): number | undefined
  /** Calls back just before a slice is released: the disk is full at that moment. */
  onFull(listener: () => void): () => void
}
