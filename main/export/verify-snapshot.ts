import { type ChainReport, unreadable } from '../../shared/ledger/verdict.ts'
import { ChainVerifier } from '../../shared/ledger/verify-chain.ts'
import { LedgerUnwritable } from '../ports/event-store.ts'
import type { LedgerSnapshot, ListedChain } from '../ports/ledger-snapshot.ts'
import { nodePlatform } from './node-platform.ts'
import { PACE_ENTRIES, pause, type VerifyFileOptions } from './verify-options.ts'

function verifierFor(chain: ListedChain, options: VerifyFileOptions): ChainVerifier {
  const { release, ledgerId, claimed } = chain
  const { anchor, trustedKey } = options
  return new ChainVerifier(
    {
      release,
      ledgerId,
      ...(claimed ? { claimed: { ...claimed, by: "the file's list of heads" } } : {}),
      ...(anchor ? { anchor } : {}),
      ...(trustedKey === undefined ? {} : { trustedKey }),
    },
    nodePlatform,
  )
}

const strayReport = (no: number, seq: number): ChainReport => ({
  ...unreadable(''),
  verdict: 'INVALID',
  firstBadSeq: seq,
  reason: `Entry ${seq} stands under number ${no}, which belongs to no release of this file: the list of releases or the entry was changed.`,
})

const missingChain = (no: number): ChainReport => ({
  ...unreadable(''),
  verdict: 'GAP',
  firstBadSeq: 1,
  reason: `Release number ${no} is missing from this file: get a complete copy.`,
})

/** A chain without a head kept beside it was tampered with: head and first entry are written together. */
function withHead(report: ChainReport, chain: ListedChain): ChainReport {
  if (chain.claimed || report.verdict === 'INVALID' || report.verdict === 'GAP') return report
  const reason = 'Its head is missing from the list of heads: entries at its end may have been removed.'
  return { ...report, verdict: 'GAP', firstBadSeq: (report.head?.size ?? 0) + 1, reason }
}

const holes = (chains: ListedChain[]): number[] => {
  const numbers = new Set(chains.map((each) => each.no))
  const last = Math.max(0, ...numbers)
  return Array.from({ length: last }, (_, index) => index + 1).filter((no) => !numbers.has(no))
}

/**
 * Verifies the chains of a ledger file, in one pass over its table. Damage that SQLite itself notices makes what was not yet verified
 * UNREADABLE. Throws only the signal's reason.
 */
export async function verifySnapshot(
  snapshot: LedgerSnapshot,
  options: VerifyFileOptions = {},
): Promise<ChainReport[]> {
  const all = snapshot.chains()
  const chains = all.filter((each) => options.release === undefined || each.release === options.release)
  const verifiers = new Map(chains.map((chain) => [chain.no, verifierFor(chain, options)]))
  const strays = new Map<number, ChainReport>()
  const only = options.release === undefined ? undefined : chains[0]?.no
  let damage: string | undefined
  let entries = 0
  try {
    for (const { no, seq, entry } of snapshot.entries(only)) {
      const verifier = verifiers.get(no)
      if (verifier) verifier.push(entry)
      else if (!strays.has(no)) strays.set(no, strayReport(no, seq))
      if (++entries % PACE_ENTRIES === 0) await pause(entries, options)
    }
  } catch (error) {
    if (!(error instanceof LedgerUnwritable)) throw error
    damage = error.message
  }
  const reports = chains.map((chain) => {
    const report = verifiers.get(chain.no)?.finish() ?? unreadable('')
    return damage !== undefined && report.verdict !== 'INVALID'
      ? { ...report, ...damaged(damage) }
      : withHead(report, chain)
  })
  const lost =
    options.release === undefined
      ? holes(all)
          .filter((no) => !strays.has(no))
          .map(missingChain)
      : []
  return [...reports, ...strays.values(), ...lost]
}

const damaged = (reason: string) => ({ verdict: 'UNREADABLE' as const, firstBadSeq: null, reason })
