/** The record as CSV, as a Markdown log, and as an excerpt of the JSONL export: pieces to write, made one after the other. */
import { BYTE_ORDER_MARK, csvHead, csvRow } from '../../../shared/documents/log/csv.ts'
import type { LogEntry } from '../../../shared/documents/log/log-entry.ts'
import {
  markdownLogRow,
  markdownOutputHead,
  markdownOutputLines,
  markdownOutputTitle,
  outputTitle,
} from '../../../shared/documents/log/markdown-log.ts'
import { type LogSelection, selectionWords } from '../../../shared/documents/log/selection.ts'
import type { AttemptId } from '../../../shared/ids.ts'
import { EXCERPT_FORMAT, type ExportHeader, excerptHeaderText } from '../../../shared/ledger/export-format.ts'
import type { LedgerSnapshot } from '../../ports/ledger-snapshot.ts'
import { ExportError } from '../export-error.ts'
import { outputLines } from './output-lines.ts'
import { entryLine, type Found, logEntryOf, selectedEntries } from './read-log.ts'

export type LogSource = {
  snapshot: LedgerSnapshot
  no: number
  header: ExportHeader
  selection: LogSelection
  /** Told after each block: the last seq read, and how many entries were written. */
  onRead: (seq: number, written: number) => void
}

/** Throws when not a single entry fits: an empty file would say that nothing happened. */
function* rows(
  { snapshot, no, header, selection, onRead }: LogSource,
  row: (found: Found) => string,
): Generator<string> {
  let written = 0
  let last = 0
  for (const block of selectedEntries(snapshot, no, selection, (seq) => {
    last = seq
  })) {
    written += block.length
    onRead(last, written)
    yield block.map(row).join('')
  }
  onRead(header.size, written)
  if (written === 0)
    throw new ExportError(
      `no entry of ${header.release} is among ${selectionWords(selection)} (it has ${header.size} entries)`,
    )
}

const inWords =
  ({ header }: LogSource, row: (entry: LogEntry) => string) =>
  ({ seq, stored }: Found) =>
    row(logEntryOf(header.release, seq, stored))

export function* csvPieces(source: LogSource, withMark: boolean): Generator<string> {
  yield (withMark ? BYTE_ORDER_MARK : '') + csvHead()
  yield* rows(source, inWords(source, csvRow))
}

export function* excerptPieces(source: LogSource): Generator<string> {
  const { header, selection } = source
  yield `${excerptHeaderText({ ...header, format: EXCERPT_FORMAT, of: selectionWords(selection) })}\n`
  yield* rows(source, ({ stored }) => entryLine(stored))
}

export type ShownAttempt = { id: AttemptId; stepId: string; number: number }

export function* markdownPieces(
  source: LogSource,
  head: string,
  attempts: readonly ShownAttempt[],
  hide: (text: string) => string,
): Generator<string> {
  yield hide(head)
  yield* rows(source, inWords(source, markdownLogRow))
  if (attempts.length === 0) return
  const { output } = source.snapshot.beside()
  yield markdownOutputHead()
  for (const attempt of attempts) {
    const { id } = attempt
    const { bytes } = output.head(id)
    if (bytes === 0) continue
    yield markdownOutputTitle(outputTitle(attempt, bytes))
    for (const lines of outputLines(output.chunks(id))) yield markdownOutputLines(lines)
  }
}
