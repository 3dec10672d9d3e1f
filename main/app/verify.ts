import { releaseId } from '../../shared/ids.ts'
import { type ChainReport, unreadable, worstVerdict } from '../../shared/ledger/verdict.ts'
import { openSnapshot } from '../event-store/snapshot.ts'
import { verifyBundleFile } from '../export/bundle/verify-bundle.ts'
import { fileKind } from '../export/file-kind.ts'
import { nodePlatform } from '../export/node-platform.ts'
import { verifyExportFile } from '../export/verify-export.ts'
import type { FileReport, VerifyFileOptions } from '../export/verify-options.ts'
import { verifySnapshot } from '../export/verify-snapshot.ts'
import { LedgerUnwritable } from '../ports/event-store.ts'
import type { LedgerSnapshot } from '../ports/ledger-snapshot.ts'
import { findBadOutput } from './verify-output.ts'

export { VERDICTS } from '../../shared/ledger/verdict.ts'
export type { FileReport, VerifyFileOptions } from '../export/verify-options.ts'

/** The question itself can't be answered for this file; the message says what to ask instead. */
export class VerifyRequestError extends Error {}

/** Whether `pem` is an Ed25519 public key that signatures can be checked with. */
export const isPublicKey = (pem: string): boolean => nodePlatform.keyFingerprint(pem) !== undefined

function checkRequest(snapshot: LedgerSnapshot, options: VerifyFileOptions) {
  const releases = snapshot.chains().map((each) => each.release)
  const list = releases.slice(-10).join(', ')
  if (options.release !== undefined && !releases.includes(options.release))
    throw new VerifyRequestError(`There is no release ${options.release} in this ledger: it has ${list || 'none yet'}.`)
  if (options.anchor && options.release === undefined && releases.length > 1)
    throw new VerifyRequestError(
      `An anchor belongs to one release, and this ledger has ${releases.length}: add --release with one of ${list}.`,
    )
}

async function verifyLedger(file: string, options: VerifyFileOptions): Promise<ChainReport[]> {
  const snapshot = openSnapshot(file)
  try {
    checkRequest(snapshot, options)
    return await verifySnapshot(snapshot, options)
  } finally {
    snapshot.close()
  }
}

/** A chain that holds can still vouch for output that was changed beside it. */
const withOutput = (file: string, chains: ChainReport[]): Promise<ChainReport[]> =>
  Promise.all(
    chains.map(async (chain) => {
      if (chain.release === null || !chain.verdict.startsWith('VALID')) return chain
      const bad = await findBadOutput(file, releaseId(chain.release))
      if (!bad) return chain
      const { seq, reason, compare } = bad
      return { ...chain, verdict: 'INVALID', firstBadSeq: seq, reason, firstBad: { seq, compare } }
    }),
  )

const EMPTY = 'There is no release in this ledger yet: nothing to verify.'

function reportOf(kind: FileReport['kind'], chains: ChainReport[]): FileReport {
  const all = chains.length > 0 ? chains : [unreadable(EMPTY)]
  return { kind, verdict: worstVerdict(all.map((each) => each.verdict)), chains: all }
}

/**
 * Verifies a ledger file (read only, WAL included), a JSONL export or a bundle. Whatever the file contains, the answer is a report; throws
 * `VerifyRequestError` when release or anchor do not fit the file, and the signal's reason when cancelled.
 */
export async function verifyFile(file: string, options: VerifyFileOptions = {}): Promise<FileReport> {
  const found = fileKind(file)
  if (found.kind === 'unknown') return reportOf('unknown', [unreadable(found.reason)])
  try {
    const chains =
      found.kind === 'ledger'
        ? await withOutput(file, await verifyLedger(file, options))
        : [await (found.kind === 'bundle' ? verifyBundleFile : verifyExportFile)(file, options)]
    return reportOf(found.kind, chains)
  } catch (error) {
    if (error instanceof VerifyRequestError || options.signal?.aborted) throw error
    const sentence = error instanceof LedgerUnwritable ? error.message : `${file} can't be read: ${String(error)}.`
    return reportOf(found.kind, [unreadable(sentence)])
  }
}
