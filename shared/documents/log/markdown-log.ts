/** The record as Markdown to read: what it is about, then every entry in words, then what commands printed. Nothing in it can leave its place. */
import { isRehearsalId } from '../../domain/rehearsal/rehearsal-state.ts'
import type { ReleaseState } from '../../domain/state.ts'
import { closureReport } from '../reports/closure-report.ts'
import { layGround, type ReportSources } from '../reports/ground.ts'
import { escapeCell, facts, heading, joinBlocks, paragraph } from '../reports/markdown-blocks.ts'
import { postReleaseReview } from '../reports/post-release-review.ts'
import { formatActor, formatBytes } from '../words.ts'
import type { LogEntry } from './log-entry.ts'

export type LogHeadFacts = { ledgerId: string; anchor: string; selectionWords: string; writtenAt: string }

const PROOF =
  'This file is for reading and proves nothing by itself: the bundle and the JSONL export are what an auditor verifies (docs/ledger-format.md).'

function aboutPart({ release }: ReleaseState, title: string, log: LogHeadFacts): string[] {
  return [
    heading(1, `Execution log: ${title}`),
    facts([
      ['Release', release],
      ['Ledger', log.ledgerId],
      ['Entries and head', log.anchor],
      ['In this file', log.selectionWords],
      ['Written', log.writtenAt],
    ]),
    paragraph(PROOF),
  ]
}

const TABLE_HEAD = '| Entry | When (UTC) | Who | What | Type |\n| ---: | --- | --- | --- | --- |'

/** Up to the first row of the entries. */
export function markdownLogHead(sources: ReportSources, log: LogHeadFacts): string {
  const { state } = sources
  const ground = layGround(sources)
  const title = ground ? `${ground.definition.name} ${ground.definition.version}` : state.release
  const part = (parts: typeof closureReport, name: string) =>
    ground ? parts.filter(([each]) => each === name).flatMap(([, write]) => write(ground)) : []
  return joinBlocks([
    ...aboutPart(state, title, log),
    ...part(postReleaseReview, 'summary'),
    ...part(postReleaseReview, 'deviations'),
    ...part(closureReport, 'approvals'),
    heading(2, 'Entries'),
    TABLE_HEAD,
  ])
}

/** A row as a Markdown table has it. */
export function markdownLogRow({ seq, recordedAt, actor, words, type }: LogEntry): string {
  const assurance = actor.kind === 'person' && actor.assurance !== 'claimed' ? ` (${actor.assurance})` : ''
  const when = recordedAt.replace('T', ' ').replace('Z', '')
  const cells = [String(seq), when, formatActor(actor) + assurance, words, type]
  return `| ${cells.map(escapeCell).join(' | ')} |\n`
}

export const markdownLogTable = (entries: readonly LogEntry[]): string =>
  `${TABLE_HEAD}\n${entries.map(markdownLogRow).join('')}`

export const outputTitle = (attempt: { id: string; stepId: string; number: number }, bytes: number): string =>
  `${isRehearsalId(attempt.id) ? 'REHEARSAL ' : ''}${attempt.stepId}, attempt ${attempt.number}: ${formatBytes(bytes)}`

export const OUTPUT_NOTE =
  'Without colours and control characters; byte for byte it is in the bundle, and “cockpit output” prints it.'

export const markdownOutputHead = (): string => `\n${joinBlocks([heading(2, 'Output'), paragraph(OUTPUT_NOTE)])}`

export const markdownOutputTitle = (title: string): string => `\n${heading(3, title)}\n\n`

/** As a block by indentation: unlike a fence, nothing a command prints can end it. */
export const markdownOutputLines = (lines: readonly string[]): string =>
  lines.map((line) => (line.trim() === '' ? '\n' : `    ${line}\n`)).join('')
