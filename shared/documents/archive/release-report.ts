/** The report of a bundle: the whole release on one page that reads without script, network or this program. */
import type { RunState } from '../../domain/state.ts'
import { closureReport } from '../reports/closure-report.ts'
import { type Parts, writeParts } from '../reports/document-parts.ts'
import { documentHead, type Ground, instant, layGround, type ReportSources, runsOf } from '../reports/ground.ts'
import { facts, heading, joinBlocks, paragraph } from '../reports/markdown-blocks.ts'
import { postReleaseReview } from '../reports/post-release-review.ts'
import { reportPage } from '../reports/report-html.ts'
import { timelineTable } from '../reports/timeline.ts'
import { formatCount } from '../words.ts'
import { type ChartBand, type ChartSeries, chartSvg } from './chart-svg.ts'

export type ArchiveFacts = {
  sources: ReportSources
  ledgerId: string
  keyId: string
  series: readonly ChartSeries[]
  /** Titles and paths of the documents in the bundle. */
  documents: readonly { title: string; path: string }[]
  /** Of a report that stands alone. */
  told?: ToldTimeline
}

/** What the timeline tells: everything noted in that time, or a table made of chosen entries. `left`: how many older ones there are. */
export type ToldTimeline = { selectionWords?: string; left: number; table?: string }

/** Of more entries the newest are told; all of them are in the log. */
export const MOST_TOLD = 20_000

const pick = (parts: Parts, names: readonly string[], ground: Ground): string =>
  writeParts(
    names.flatMap((name) => parts.filter(([each]) => each === name)),
    ground,
  )

function recordPart({ ledgerId, keyId, told }: ArchiveFacts, { state, nowMs, ...ground }: Ground): string {
  return joinBlocks([
    heading(2, 'The record'),
    facts([
      ['Ledger', ledgerId],
      ['Entries and head', `${state.size}:${state.head}`],
      ['Signed checkpoints', `${state.checkpoints.count}, key ${keyId}`],
      ['Written', instant(ground, nowMs)],
      ...(told?.selectionWords ? ([['In the timeline', told.selectionWords]] as const) : []),
    ]),
    paragraph(
      told
        ? 'The head names the whole history up to it. This page is for reading: the bundle and the JSONL export are what an auditor verifies.'
        : 'The head names the whole history up to it. README.txt tells how to verify this bundle without the program that wrote it.',
    ),
  ])
}

const bandOf =
  (nowMs: number) =>
  (run: RunState): ChartBand => ({
    fromMs: run.startedAtMs,
    toMs: run.finished?.atMs ?? nowMs,
    title: run.title,
    isRollback: run.kind === 'rollback',
  })

function chartsPart({ series }: ArchiveFacts, ground: Ground): string {
  const times = series.flatMap(({ samples }) => [samples[0]?.[0], samples.at(-1)?.[0]].filter((ms) => ms !== undefined))
  if (times.length === 0) return ''
  const [fromMs, toMs] = [Math.min(...times), Math.max(...times)]
  const frame = { fromMs, toMs, fromWords: instant(ground, fromMs), toWords: instant(ground, toMs) }
  const bands = runsOf(ground.state)
    .filter(({ environment }) => environment === ground.environment)
    .map(bandOf(ground.nowMs))
  const charts = series.flatMap((each) => {
    const svg = chartSvg(each, bands, frame)
    return svg ? [reportPage.heading(3, `${each.title}, ${each.unit}`), svg] : []
  })
  const words = `${ground.environment}. Grey: a run; red: a rollback; dashed: the target. A gap is where nothing was measured.`
  return [reportPage.heading(2, 'Measurements'), reportPage.markdown(paragraph(words)), ...charts].join('\n')
}

function timelinePart({ told }: ArchiveFacts, ground: Ground): string {
  const shown = ground.events.slice(-MOST_TOLD)
  const left = told?.left ?? ground.events.length - shown.length
  const fromMs = ground.state.createdAtMs
  return joinBlocks([
    heading(2, 'Timeline'),
    left > 0
      ? paragraph(`${formatCount(left)} older entries are left out here: the JSONL export and the bundle have them.`)
      : '',
    told?.table ?? timelineTable({ ...ground, events: shown }, { fromMs, toMs: ground.nowMs }),
  ])
}

/** The title and the parts of the report, one below the other; undefined while the release has no definition. */
export function releaseReportParts(archive: ArchiveFacts): { title: string; parts: string[] } | undefined {
  const ground = layGround(archive.sources)
  if (!ground) return undefined
  const { definition } = ground
  const { markdown } = reportPage
  const parts = [
    markdown(joinBlocks(documentHead(ground, 'Release report'))),
    markdown(pick(postReleaseReview, ['summary'], ground)),
    markdown(recordPart(archive, ground)),
    markdown(pick(closureReport, ['gates', 'approvals'], ground)),
    markdown(pick(postReleaseReview, ['planned-and-actual', 'scorecard'], ground)),
    chartsPart(archive, ground),
    markdown(pick(postReleaseReview, ['deviations', 'issues', 'decisions-and-actions'], ground)),
    markdown(pick(closureReport, ['deliverables'], ground)),
    reportPage.links('Documents', archive.documents),
    markdown(timelinePart(archive, ground)),
  ]
  return { title: `${definition.name} ${definition.version}: release report`, parts }
}

/** Undefined while the release has no definition. */
export function writeReleaseReport(archive: ArchiveFacts): string | undefined {
  const report = releaseReportParts(archive)
  return report && reportPage.page(report.title, report.parts)
}
