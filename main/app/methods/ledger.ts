/** Verifying a release of the ledger that is open: the same code as `cockpit verify`. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { digest } from '../../../shared/ids.ts'
import { VERDICTS } from '../../../shared/ledger/verdict.ts'
import type { OwnerContext } from '../context.ts'
import { verifyFile } from '../verify.ts'

export async function verifyLedger(
  { ledgerFile, ports }: OwnerContext,
  { release }: ParsedParams<'ledger.verify'>,
): Promise<Results['ledger.verify']> {
  if (!ports.store.head(release)) throw wireFailure('unknown-release', `This ledger has no release "${release}".`)
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
