import type { Anchor } from '../../shared/ledger/anchor.ts'
import type { ChainReport, Verdict } from '../../shared/ledger/verdict.ts'

export type VerifyFileOptions = {
  anchor?: Anchor
  /** Public key (SPKI PEM) that every signature must be made with. */
  trustedKey?: string
  /** Only this release of a ledger file. */
  release?: string
  onProgress?: (entries: number) => void
  signal?: AbortSignal
}

/** The verdict over a file is the worst of its chains'. */
export type FileReport = {
  kind: 'ledger' | 'export' | 'bundle' | 'unknown'
  verdict: Verdict
  chains: ChainReport[]
}

/** Entries verified between two looks at the event loop. */
export const PACE_ENTRIES = 20_000

/** Lets the event loop run, tells how far it is, and stops a cancelled verification. */
export async function pause(entries: number, options: VerifyFileOptions) {
  options.onProgress?.(entries)
  await new Promise(setImmediate)
  options.signal?.throwIfAborted()
}
