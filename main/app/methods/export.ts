/** Exports of a release, how far they are, and ending them. */
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { openSnapshot } from '../../event-store/snapshot.ts'
import { exportJsonl } from '../../export/export-jsonl.ts'
import { exportBundle } from '../bundle/export-bundle.ts'
import type { OwnerContext } from '../context.ts'

type Job = { stop: AbortController; doneBytes: number; totalBytes: number }

const jobsOf = new WeakMap<OwnerContext, Map<string, Job>>()

function jobs(context: OwnerContext): Map<string, Job> {
  const known = jobsOf.get(context) ?? new Map<string, Job>()
  jobsOf.set(context, known)
  return known
}

const ENDINGS = { jsonl: 'jsonl', bundle: 'zip' } as const

async function write(context: OwnerContext, params: ParsedParams<'ledger.export'>, to: string, job: Job) {
  const { release, format } = params
  const { signal } = job.stop
  const onProgress = (doneBytes: number, totalBytes: number) => Object.assign(job, { doneBytes, totalBytes })
  if (format === 'bundle') return exportBundle(context, { release, to, signal, onProgress })
  const snapshot = openSnapshot(context.ledgerFile)
  try {
    return await exportJsonl(snapshot, release, to, { signal })
  } finally {
    snapshot.close()
  }
}

const WORDS: Record<string, string> = {
  ENOSPC: 'the disk is full: free some space, or name a file elsewhere',
  ENOENT: 'there is no such folder',
  EACCES: 'this user may not write there',
  EROFS: 'it is read-only there',
  EISDIR: 'a folder of that name is there',
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  return (code && WORDS[code]) || (error instanceof Error ? error.message : String(error))
}

export async function exportLedger(
  context: OwnerContext,
  params: ParsedParams<'ledger.export'>,
): Promise<Results['ledger.export']> {
  const { release, format, file, job: name = randomUUID() } = params
  const target = file ?? join(dirname(context.ledgerFile), `${release}.${ENDINGS[format]}`)
  const known = jobs(context)
  if (known.has(name)) throw wireFailure('export-failed', 'This export is being written already.')
  const job: Job = { stop: new AbortController(), doneBytes: 0, totalBytes: 0 }
  known.set(name, job)
  try {
    const { file: written, bytes, anchor } = await write(context, params, target, job)
    return { file: written, bytes, anchor }
  } catch (error) {
    if (job.stop.signal.aborted) throw wireFailure('export-cancelled', 'The export was cancelled: nothing was written.')
    throw wireFailure('export-failed', `The export could not be written to ${target}: ${reasonOf(error)}`)
  } finally {
    known.delete(name)
  }
}

export function exportProgress(
  context: OwnerContext,
  { job }: ParsedParams<'export.progress'>,
): Results['export.progress'] {
  const found = jobs(context).get(job)
  return { isRunning: found !== undefined, doneBytes: found?.doneBytes ?? 0, totalBytes: found?.totalBytes ?? 0 }
}

export function cancelExport(context: OwnerContext, { job }: ParsedParams<'export.cancel'>): Results['export.cancel'] {
  const found = jobs(context).get(job)
  found?.stop.abort()
  return { cancelled: found !== undefined }
}
