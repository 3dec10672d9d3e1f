/** Verifying and exporting a release of the ledger that is open: the same code as `cockpit verify` and `cockpit export`. */
import { dirname, join } from 'node:path'
import type { ParsedParams, Results } from '../../../shared/contract/methods.ts'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { digest } from '../../../shared/ids.ts'
import { VERDICTS } from '../../../shared/ledger/verdict.ts'
import { openSnapshot } from '../../event-store/snapshot.ts'
import { exportJsonl } from '../../export/export-jsonl.ts'
import type { OwnerContext } from '../context.ts'
import { verifyFile } from '../verify.ts'

export async function verifyLedger(
  { ledgerFile, ports }: OwnerContext,
  { release }: ParsedParams<'ledger.verify'>,
): Promise<Results['ledger.verify']> {
  const startedMs = ports.clock.nowMs()
  const { chains } = await verifyFile(ledgerFile, { release })
  const chain = chains.find((each) => each.release === release) ?? chains[0]!
  return {
    verdict: chain.verdict,
    code: VERDICTS[chain.verdict],
    sentence: chain.reason,
    size: chain.head?.size ?? 0,
    head: digest(chain.head?.hash ?? ''),
    checkpoints: chain.checkpoints,
    tookMs: ports.clock.nowMs() - startedMs,
    ...(chain.firstBadSeq === null ? {} : { firstBadSeq: chain.firstBadSeq }),
  }
}

export async function exportLedger(
  { ledgerFile }: OwnerContext,
  { release, file }: ParsedParams<'ledger.export'>,
): Promise<Results['ledger.export']> {
  const target = file ?? join(dirname(ledgerFile), `${release}.jsonl`)
  const snapshot = openSnapshot(ledgerFile)
  try {
    return await exportJsonl(snapshot, release, target)
  } catch (error) {
    throw wireFailure(
      'export-failed',
      `The export could not be written to ${target}: ${error instanceof Error ? error.message : String(error)}`,
    )
  } finally {
    snapshot.close()
  }
}
