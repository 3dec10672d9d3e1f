/** The release on one page that needs nothing else: as HTML, or printed as a PDF. */
import { MOST_TOLD, releaseReportParts } from '../../../shared/documents/archive/release-report.ts'
import { isEverything, selectionWords } from '../../../shared/documents/log/selection.ts'
import { reportPage } from '../../../shared/documents/reports/report-html.ts'
import { openSnapshot } from '../../event-store/snapshot.ts'
import { ExportError } from '../../export/export-error.ts'
import { anchorOf, findExport } from '../../export/export-jsonl.ts'
import { HTML_OUTPUT, PDF_OUTPUT, reportOutput } from '../../export/log/report-output.ts'
import { writeWhole } from '../../export/whole-file.ts'
import type { LedgerSnapshot } from '../../ports/ledger-snapshot.ts'
import { chartSeries } from '../bundle/archive-documents.ts'
import type { OwnerContext } from '../context.ts'
import { reportSources } from '../methods/document-text.ts'
import { findRelease } from '../methods/runs.ts'
import type { ExportRequest, WrittenExport } from './export-request.ts'
import { shownAttempts } from './shown-attempts.ts'
import { toldTimeline } from './told-timeline.ts'

/** More rows than this make a PDF nobody turns over. */
const MOST_PRINTED = 3000

const NO_DEFINITION =
  'this release has no definition on record yet, so there is nothing to report on: choose jsonl, csv or md'

async function* pieces(
  context: OwnerContext,
  request: ExportRequest,
  snapshot: LedgerSnapshot,
  onCount: (entries: number) => void,
): AsyncGenerator<string> {
  const { release, format, selection, signal, onProgress } = request
  const { no, header } = findExport(snapshot, release)
  const state = (await findRelease(context, release)).state()
  const most = format === 'pdf' ? MOST_PRINTED : MOST_TOLD
  const { events, told, count } = await toldTimeline({ snapshot, no, release, selection, most, signal })
  if (count === 0) throw new ExportError(`nothing to tell is among ${selectionWords(selection)}: choose another part`)
  onCount(isEverything(selection) ? header.size : count)
  const report = releaseReportParts({
    sources: { ...(await reportSources(context, state, [])), events },
    ledgerId: header.ledgerId,
    keyId: state.checkpoints.keyId ?? 'none yet',
    series: chartSeries(context, state),
    documents: [],
    told,
  })
  if (!report) throw new ExportError(NO_DEFINITION)
  const { hide } = context.ports.secrets
  yield reportPage.start(report.title)
  for (const part of report.parts) yield hide(part)
  onProgress(header.size, header.size)
  const attempts = request.withOutput ? shownAttempts(state, selection) : []
  if (attempts.length > 0)
    yield* reportOutput(snapshot.beside().output, attempts, format === 'pdf' ? PDF_OUTPUT : HTML_OUTPUT)
  yield reportPage.end
}

async function printed(context: OwnerContext, html: AsyncIterable<string>, signal: AbortSignal): Promise<Uint8Array> {
  let page = ''
  for await (const piece of html) page += piece
  return context.ports.pdf.print(page, signal)
}

/** Throws `ExportError`, `FileExists`, the signal's reason, a sentence of the printer, or what the file system says; no half file is left. */
export async function exportReport(context: OwnerContext, request: ExportRequest): Promise<WrittenExport> {
  const snapshot = openSnapshot(context.ledgerFile)
  try {
    const { header } = findExport(snapshot, request.release)
    let entries = 0
    const html = pieces(context, request, snapshot, (count) => {
      entries = count
    })
    async function* pdf() {
      yield await printed(context, html, request.signal)
    }
    const bytes = await writeWhole(request.to, request.format === 'pdf' ? pdf() : html, request)
    return { file: request.to, bytes, anchor: anchorOf(header), entries }
  } finally {
    snapshot.close()
  }
}
