/** What commands printed, for a report on one page: all of it up to a limit, then its beginning and its end, with words about what is left out. */
import { OUTPUT_NOTE, outputTitle } from '../../../shared/documents/log/markdown-log.ts'
import { reportPage } from '../../../shared/documents/reports/report-html.ts'
import { formatBytes, formatCount } from '../../../shared/documents/words.ts'
import type { BesideEntries } from '../../ports/ledger-snapshot.ts'
import type { ShownAttempt } from './log-files.ts'
import { outputLines, outputRange } from './output-lines.ts'

/** In bytes. `each`: the most that is shown of one attempt, a quarter of it from the beginning. */
export type OutputLimits = { each: number; all: number }

/** More than this a browser no longer scrolls well, or a printer prints. */
export const HTML_OUTPUT: OutputLimits = { each: 4_000_000, all: 60_000_000 }
export const PDF_OUTPUT: OutputLimits = { each: 24_000, all: 600_000 }

type Output = BesideEntries['output']

function* stretch(output: Output, { id }: ShownAttempt, from: number, to: number): Generator<string> {
  yield reportPage.outputStart
  for (const lines of outputLines(outputRange(output.chunks(id), from, to))) yield reportPage.outputLines(lines)
  yield reportPage.outputEnd
}

const elsewhere = ({ stepId, number }: ShownAttempt) =>
  `The bundle has all of it, and “cockpit output RELEASE --step ${stepId} --attempt ${number}” prints it.`

function* ofAttempt(output: Output, attempt: ShownAttempt, bytes: number, most: number): Generator<string> {
  yield reportPage.heading(3, outputTitle(attempt, bytes))
  if (bytes <= most) return yield* stretch(output, attempt, 0, bytes)
  const head = Math.floor(most / 4)
  const tail = most - head
  yield reportPage.note(
    `Its first ${formatBytes(head)} and last ${formatBytes(tail)} of ${formatBytes(bytes)}. ${elsewhere(attempt)}`,
  )
  yield* stretch(output, attempt, 0, head)
  yield reportPage.note(`${formatCount(bytes - most)} bytes are left out here.`)
  yield* stretch(output, attempt, bytes - tail, bytes)
}

export function* reportOutput(
  output: Output,
  attempts: readonly ShownAttempt[],
  { each, all }: OutputLimits,
): Generator<string> {
  yield reportPage.heading(2, 'Output')
  yield reportPage.note(OUTPUT_NOTE)
  let room = all
  for (const attempt of attempts) {
    const { bytes } = output.head(attempt.id)
    if (bytes === 0) continue
    if (room > 0) yield* ofAttempt(output, attempt, bytes, Math.min(each, room))
    else
      yield reportPage.heading(3, outputTitle(attempt, bytes)) +
        reportPage.note(`Left out here: the page is full. ${elsewhere(attempt)}`)
    room -= Math.min(bytes, each)
  }
}
