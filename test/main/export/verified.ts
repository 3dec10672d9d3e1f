import { writeFileSync } from 'node:fs'
import { verifyFile } from '../../../main/app/verify.ts'
import { openSnapshot } from '../../../main/event-store/snapshot.ts'
import { exportJsonl } from '../../../main/export/export-jsonl.ts'
import type { VerifyFileOptions } from '../../../main/export/verify-options.ts'
import { verifyExport } from '../../../resources/verify.mjs'
import type { ReleaseId } from '../../../shared/ids.ts'
import { RELEASE } from '../event-store/demo-ledger.ts'

/** Verdict and first bad seq of a file. */
export async function verdictOf(file: string, options: VerifyFileOptions = {}): Promise<[string, number | null]> {
  const { verdict, chains } = await verifyFile(file, options)
  return [verdict, chains.find((each) => each.verdict === verdict)?.firstBadSeq ?? null]
}

/** The verdict both verifiers agree on; fails when they don't. */
export async function agreedVerdict(file: string, options: VerifyFileOptions = {}): Promise<[string, number | null]> {
  const ours = await verdictOf(file, options)
  const { anchor, trustedKey } = options
  const alone = verifyExport(file, { ...(anchor ? { anchor } : {}), ...(trustedKey ? { pubkey: trustedKey } : {}) })
  if (alone.verdict !== ours[0] || alone.firstBadSeq !== ours[1])
    throw new Error(`verify.mjs says ${alone.verdict} ${alone.firstBadSeq}, cockpit verify says ${ours.join(' ')}`)
  return ours
}

export async function exported(ledger: string, to: string, release: ReleaseId = RELEASE) {
  const snapshot = openSnapshot(ledger)
  try {
    return await exportJsonl(snapshot, release, to, { overwrite: true })
  } finally {
    snapshot.close()
  }
}

export const writeLines = (file: string, lines: string[]) =>
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
