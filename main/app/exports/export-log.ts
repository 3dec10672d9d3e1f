/** The record as a file to read or to load elsewhere: CSV, Markdown, JSONL. */
import { markdownLogHead } from '../../../shared/documents/log/markdown-log.ts'
import { isEverything, selectionWords } from '../../../shared/documents/log/selection.ts'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import { openSnapshot } from '../../event-store/snapshot.ts'
import { anchorOf, exportJsonl, findExport } from '../../export/export-jsonl.ts'
import { csvPieces, excerptPieces, type LogSource, markdownPieces } from '../../export/log/log-files.ts'
import { writeWhole } from '../../export/whole-file.ts'
import type { LedgerSnapshot } from '../../ports/ledger-snapshot.ts'
import type { OwnerContext } from '../context.ts'
import { reportSources } from '../methods/document-text.ts'
import { findRelease } from '../methods/runs.ts'
import type { ExportRequest, WrittenExport } from './export-request.ts'
import { shownAttempts } from './shown-attempts.ts'

async function markdownOf(context: OwnerContext, request: ExportRequest, source: LogSource, state: ReleaseState) {
  const sources = await reportSources(context, state, [])
  const head = markdownLogHead(sources, {
    ledgerId: source.header.ledgerId,
    anchor: anchorOf(source.header),
    selectionWords: selectionWords(request.selection),
    writtenAt: context.ports.clock.isoNow(),
  })
  const attempts = request.withOutput ? shownAttempts(state, request.selection) : []
  return markdownPieces(source, head, attempts, context.ports.secrets.hide)
}

async function writeFrom(context: OwnerContext, request: ExportRequest, snapshot: LedgerSnapshot) {
  const { release, format, to, selection, onProgress } = request
  if (format === 'jsonl' && isEverything(selection)) return exportJsonl(snapshot, release, to, request)
  const state = (await findRelease(context, release)).state()
  let entries = 0
  const { no, header } = findExport(snapshot, release)
  const onRead = (seq: number, written: number) => {
    entries = written
    onProgress(seq, header.size)
  }
  const source = { snapshot, no, header, selection, onRead }
  const pieces =
    format === 'csv'
      ? csvPieces(source, request.byteOrderMark)
      : format === 'jsonl'
        ? excerptPieces(source)
        : await markdownOf(context, request, source, state)
  const bytes = await writeWhole(to, pieces, request)
  return { file: to, bytes, entries, anchor: anchorOf(header) }
}

/** Throws `ExportError`, `FileExists`, the signal's reason or what the file system says; no half file is left. */
export async function exportLog(context: OwnerContext, request: ExportRequest): Promise<WrittenExport> {
  const snapshot = openSnapshot(context.ledgerFile)
  try {
    return await writeFrom(context, request, snapshot)
  } finally {
    snapshot.close()
  }
}
