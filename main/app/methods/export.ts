/** Exports of a release, how far they are, and ending them. */
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { ExportProgress, Results } from '../../../shared/contract/results.ts'
import { type WireFailure, wireFailure } from '../../../shared/contract/wire-failure.ts'
import { type ExportFormat, exportFileName, formatProblem, holdsOutput } from '../../../shared/documents/log/formats.ts'
import { kindsProblem } from '../../../shared/documents/log/selection.ts'
import { FileExists } from '../../export/whole-file.ts'
import { exportBundle } from '../bundle/export-bundle.ts'
import type { OwnerContext } from '../context.ts'
import { exportLog } from '../exports/export-log.ts'
import { exportReport } from '../exports/export-report.ts'
import type { ExportRequest, WrittenExport } from '../exports/export-request.ts'

type Job = { stop: AbortController } & ExportProgress

const jobsOf = new WeakMap<OwnerContext, Map<string, Job>>()

function jobs(context: OwnerContext): Map<string, Job> {
  const known = jobsOf.get(context) ?? new Map<string, Job>()
  jobsOf.set(context, known)
  return known
}

const WRITERS: Record<ExportFormat, (context: OwnerContext, request: ExportRequest) => Promise<WrittenExport>> = {
  bundle: exportBundle,
  jsonl: exportLog,
  csv: exportLog,
  md: exportLog,
  html: exportReport,
  pdf: exportReport,
}

const WORDS: Record<string, string> = {
  ENOSPC: 'the disk is full: free some space, or name a file elsewhere',
  ENOENT: 'there is no such folder',
  EACCES: 'this user may not write there',
  EROFS: 'it is read-only there',
  EISDIR: 'a folder of that name is there',
}

export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  return (code && WORDS[code]) || (error instanceof Error ? error.message : String(error))
}

function requestOf(context: OwnerContext, params: ParsedParams<'ledger.export'>, job: Job): ExportRequest {
  const { release, format, file, name, place, overwrite, selection, withOutput, byteOrderMark } = params
  const problem = kindsProblem(selection.kinds ?? []) ?? formatProblem(format, selection, withOutput)
  if (place !== undefined && file === undefined)
    throw wireFailure('export-failed', 'The place that was chosen is not known any more: choose it again.')
  if (problem) throw wireFailure('export-failed', problem)
  return {
    ...{ release, format, overwrite, selection, byteOrderMark },
    to: file ?? join(dirname(context.ledgerFile), name ?? exportFileName(release, format, selection)),
    withOutput: holdsOutput(format, selection, withOutput),
    signal: job.stop.signal,
    onProgress: (done, total) => Object.assign(job, { done, total }),
  }
}

function failureOf(error: unknown, to: string, { stop }: Job): WireFailure {
  if (stop.signal.aborted) return wireFailure('export-cancelled', 'The export was cancelled: nothing was written.')
  if (error instanceof FileExists) return wireFailure('export-exists', error.message)
  return wireFailure('export-failed', `The export could not be written to ${to}: ${reasonOf(error)}`)
}

export async function exportLedger(
  context: OwnerContext,
  params: ParsedParams<'ledger.export'>,
): Promise<Results['ledger.export']> {
  const { job: name = randomUUID(), format } = params
  const known = jobs(context)
  if (known.has(name)) throw wireFailure('export-failed', 'This export is being written already.')
  const unit = format === 'bundle' ? 'bytes' : 'entries'
  const job: Job = { stop: new AbortController(), done: 0, total: 0, unit }
  const request = requestOf(context, params, job)
  known.set(name, job)
  try {
    const { file, bytes, anchor, entries } = await WRITERS[format](context, request)
    return { file, bytes, anchor, entries }
  } catch (error) {
    throw failureOf(error, request.to, job)
  } finally {
    known.delete(name)
  }
}

export function exportProgress(
  context: OwnerContext,
  { job }: ParsedParams<'export.progress'>,
): Results['export.progress'] {
  const { done, total, unit } = jobs(context).get(job) ?? { done: 0, total: 0, unit: 'bytes' as const }
  return { isRunning: jobs(context).has(job), done, total, unit }
}

export function cancelExport(context: OwnerContext, { job }: ParsedParams<'export.cancel'>): Results['export.cancel'] {
  const found = jobs(context).get(job)
  found?.stop.abort()
  return { cancelled: found !== undefined }
}
