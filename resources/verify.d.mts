export type StandaloneReport = {
  verdict: 'VALID AND ANCHORED' | 'VALID, COMPLETENESS UNPROVEN' | 'GAP' | 'INVALID' | 'UNREADABLE'
  code: number
  firstBadSeq: number | null
  reason: string
  release: string | null
  entries: number
  head: { size: number; hash: string } | null
  checkpoints: number
  /** Payloads emptied on the record, by whom and why. */
  erasures: { seq: number; by: string; reason: string }[]
}

/** Verifies an export. Never throws for what is in the file. */
export function verifyExport(
  file: string,
  options?: { anchor?: { size: number; head: string }; pubkey?: string },
): StandaloneReport

/** Verifies the folder a bundle was unpacked into. Never throws for what is in it. */
export function verifyBundle(
  folder: string,
  options?: { anchor?: { size: number; head: string }; pubkey?: string },
): StandaloneReport
