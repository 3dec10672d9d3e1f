/** Opening a bundle for a replay, and closing it. */
import { randomUUID } from 'node:crypto'
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { WireFailure, wireFailure } from '../../../shared/contract/wire-failure.ts'
import type { OwnerContext } from '../context.ts'
import { fullDiskSentence } from '../full-disk.ts'
import { closeBundle, type OpenedBundle, openBundleAs } from '../replay/open-bundles.ts'
import { VerifyRequestError } from '../verify.ts'
import { dropUpload } from './uploads.ts'
import { fileOf, inJob } from './verify-file.ts'

function answer({ report, kind, id }: OpenedBundle): Results['bundle.open'] {
  const { verdict, firstBadSeq, reason, release, ledgerId, head } = report
  if (id === undefined || !release || !ledgerId || !head) {
    const message =
      kind === 'bundle' || kind === 'unknown'
        ? reason
        : `It is ${kind === 'ledger' ? 'a ledger' : 'an export'}, not a bundle: a replay needs the .zip.`
    return { ok: false, verdict, message, firstBadSeq }
  }
  return {
    ...{ ok: true, bundle: id, release: release as never, ledgerId, verdict, sentence: reason },
    ...{ anchor: `${head.size}:${head.hash}`, size: head.size },
  }
}

/** Throws a `WireFailure` for a request that does not fit, when there is no room for it, and when it was cancelled. */
export async function openBundleFile(
  { ports }: OwnerContext,
  params: ParsedParams<'bundle.open'>,
): Promise<Results['bundle.open']> {
  try {
    return await inJob(params.job, async (options) =>
      answer(await openBundleAs(randomUUID(), fileOf(params), ports.clock.nowMs(), options)),
    )
  } catch (error) {
    if (error instanceof VerifyRequestError) throw wireFailure('bundle-failed', error.message)
    const { code, message } = error as NodeJS.ErrnoException
    const full = fullDiskSentence(error)
    if (full !== undefined) throw wireFailure('bundle-failed', full)
    if (code === 'ENOENT') throw wireFailure('bundle-failed', 'There is no such file.')
    if (code?.startsWith('E')) throw wireFailure('bundle-failed', `It could not be taken in: ${message}.`)
    if (error instanceof WireFailure) throw error
    throw wireFailure('bundle-failed', `It verifies, but its entries cannot be read: ${message}`)
  } finally {
    if (params.upload !== undefined) dropUpload(params.upload)
  }
}

export const closeBundleFile = (
  _: OwnerContext,
  { bundle }: ParsedParams<'bundle.close'>,
): Results['bundle.close'] => ({ closed: closeBundle(bundle) })
