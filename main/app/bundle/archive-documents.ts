/** Every document of a release that has something to say, and the report, as texts for the bundle. */
import { decimate } from '../../../shared/analysis/decimate.ts'
import type { ChartSeries } from '../../../shared/documents/archive/chart-svg.ts'
import { writeReleaseReport } from '../../../shared/documents/archive/release-report.ts'
import { selectEnvironment } from '../../../shared/documents/reports/ground.ts'
import { REPORT_KINDS } from '../../../shared/documents/reports/kinds.ts'
import { reportHtml } from '../../../shared/documents/reports/report-html.ts'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import type { OwnerContext } from '../context.ts'
import { reportSources } from '../methods/document-text.ts'
import { readDocument } from '../methods/documents.ts'

export type ArchiveDocument = { path: string; title: string; content: string }

export async function archiveDocuments(
  context: OwnerContext,
  state: ReleaseState,
  signal: AbortSignal,
): Promise<ArchiveDocument[]> {
  const { release } = state
  const documents: ArchiveDocument[] = []
  for (const document of REPORT_KINDS) {
    signal.throwIfAborted()
    const read = await readDocument(context, { release, document })
    await new Promise(setImmediate)
    if (!read.ok) continue
    const { title, markdown } = read
    documents.push({ path: `documents/${document}.html`, title, content: reportHtml(`${title}: ${release}`, markdown) })
    documents.push({ path: `documents/${document}.md`, title, content: markdown })
  }
  return documents
}

const POINTS = 800
const GAP_INTERVALS = 3

/** Every metric of the environment the release is about, over all that was measured of it. */
export function chartSeries({ ports }: OwnerContext, state: ReleaseState): ChartSeries[] {
  const environment = selectEnvironment(state)
  if (environment === undefined) return []
  return (state.definition?.metrics ?? []).flatMap(({ name, title, unit, target, intervalMs, minVolume, source }) => {
    if (source.kind === 'ledger') return []
    const all = ports.samples.read({ release: state.release, environment, metric: name }, 0, Number.MAX_SAFE_INTEGER)
    const gapMs = GAP_INTERVALS * intervalMs
    const samples = decimate(all, POINTS, gapMs, minVolume)
    const isDecimated = all.length > POINTS
    // What was decimated tells its gaps by missing values alone.
    return [{ title, unit, target, samples, gapMs: isDecimated ? Number.POSITIVE_INFINITY : gapMs }]
  })
}

/** Undefined while the release has no definition. */
export async function archiveReport(
  context: OwnerContext,
  state: ReleaseState,
  ids: { ledgerId: string; keyId: string },
  documents: readonly ArchiveDocument[],
): Promise<string | undefined> {
  const sources = await reportSources(context, state, ['events'])
  const report = writeReleaseReport({
    sources,
    ...ids,
    series: chartSeries(context, state),
    documents: documents.filter(({ path }) => path.endsWith('.html')),
  })
  return report && context.ports.secrets.hide(report)
}
