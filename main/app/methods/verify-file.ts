/** Verifying any file from a window: the same code as `cockpit verify`. */
import { isAbsolute } from 'node:path'
import { decodeBase64 } from '../../../shared/contract/base64.ts'
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results, VerifiedChain } from '../../../shared/contract/results.ts'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { badWords } from '../../../shared/documents/verdict-words.ts'
import { type ChainReport, VERDICTS } from '../../../shared/ledger/verdict.ts'
import type { OwnerContext } from '../context.ts'
import { type FileReport, type VerifyFileOptions, VerifyRequestError, verifyFile } from '../verify.ts'
import { readAnchor, readTrustedKey } from '../verify-request.ts'
import { addPiece, dropUpload, uploadedFile } from './uploads.ts'

/** Where a file that was handed over is kept for a moment means nothing to who chose it. */
const withoutPlace = (report: Results['verify.file'], file: string): Results['verify.file'] => ({
  ...report,
  chains: report.chains.map((chain) => ({ ...chain, reason: chain.reason.replaceAll(file, 'The file') })),
})

type Job = { stop: AbortController; entries: number }

const jobs = new Map<string, Job>()

/** A ledger may hold a thousand releases; the worst come first. */
const MOST_CHAINS = 200
const MOST_ERASURES = 50

export const takePiece = (
  { ports }: OwnerContext,
  { upload, offset, base64 }: ParsedParams<'verify.upload'>,
): Results['verify.upload'] => ({ bytes: addPiece(upload, offset, decodeBase64(base64), ports.clock.nowMs()) })

export function fileOf({ file, upload }: Pick<ParsedParams<'verify.file'>, 'file' | 'upload'>): string {
  if (upload !== undefined) {
    const found = uploadedFile(upload)
    if (found === undefined) throw new VerifyRequestError('The file is not here any more: choose it again.')
    return found
  }
  if (file === undefined || !isAbsolute(file))
    throw new VerifyRequestError('Write the whole path of the file, from the root on, or drop the file here.')
  return file
}

function chainOf(chain: ChainReport): VerifiedChain {
  const { release, verdict, reason, entries, head, checkpoints, lastCheckpoint, erasures, firstBadSeq } = chain
  const bad = badWords(chain)
  return {
    ...{ release, verdict, reason, entries, checkpoints, firstBadSeq },
    ...(head ? { head: `${head.size}:${head.hash}` } : {}),
    ...(lastCheckpoint
      ? { lastCheckpoint: { size: lastCheckpoint.size, time: lastCheckpoint.time, keyId: lastCheckpoint.keyId } }
      : {}),
    erasures: erasures.slice(0, MOST_ERASURES).map(({ seq, by, reason: why }) => ({ seq, by, reason: why })),
    ...(bad ? { bad } : {}),
  }
}

function answer({ kind, verdict, chains }: FileReport, tookMs: number): Results['verify.file'] {
  const sorted = chains.toSorted((a, b) => VERDICTS[b.verdict] - VERDICTS[a.verdict])
  return {
    ...{ kind, verdict, code: VERDICTS[verdict], tookMs },
    chains: sorted.slice(0, MOST_CHAINS).map(chainOf),
    chainsLeft: Math.max(0, chains.length - MOST_CHAINS),
  }
}

function optionsOf({ anchor, publicKey, release }: ParsedParams<'verify.file'>): VerifyFileOptions {
  return {
    ...(anchor?.trim() ? { anchor: readAnchor(anchor) } : {}),
    ...(publicKey?.trim() ? { trustedKey: readTrustedKey(publicKey, 'What was given as the key') } : {}),
    ...(release?.trim() ? { release: release.trim() } : {}),
  }
}

type JobOptions = Required<Pick<VerifyFileOptions, 'signal' | 'onProgress'>>

/** A verification that can be watched and cancelled under its name. Throws a `WireFailure` when it was cancelled. */
export async function inJob<T>(name: string, work: (options: JobOptions) => Promise<T>): Promise<T> {
  const job: Job = { stop: new AbortController(), entries: 0 }
  const onProgress = (entries: number) => {
    job.entries = entries
  }
  jobs.set(name, job)
  try {
    return await work({ signal: job.stop.signal, onProgress })
  } catch (error) {
    if (job.stop.signal.aborted)
      throw wireFailure('verify-cancelled', 'The verification was cancelled: nothing is proven.')
    throw error
  } finally {
    jobs.delete(name)
  }
}

/** Whatever is in the file, the answer is a report. Throws a `WireFailure` for a request that does not fit, and when it was cancelled. */
export async function verifyAnyFile(
  { ports }: OwnerContext,
  params: ParsedParams<'verify.file'>,
): Promise<Results['verify.file']> {
  const startedMs = ports.clock.nowMs()
  try {
    return await inJob(params.job, async (options) => {
      const file = fileOf(params)
      const found = await verifyFile(file, { ...optionsOf(params), ...options })
      const report = answer(found, ports.clock.nowMs() - startedMs)
      return params.upload === undefined ? report : withoutPlace(report, file)
    })
  } catch (error) {
    if (error instanceof VerifyRequestError) throw wireFailure('verify-failed', error.message)
    throw error
  } finally {
    if (params.upload !== undefined) dropUpload(params.upload)
  }
}

export const verifyProgress = (
  _: OwnerContext,
  { job }: ParsedParams<'verify.progress'>,
): Results['verify.progress'] => ({ isRunning: jobs.has(job), entries: jobs.get(job)?.entries ?? 0 })

export function cancelVerify(
  _: OwnerContext,
  { job, upload }: ParsedParams<'verify.cancel'>,
): Results['verify.cancel'] {
  jobs.get(job)?.stop.abort()
  if (upload !== undefined && !jobs.has(job)) dropUpload(upload)
  return { cancelled: jobs.has(job) }
}
