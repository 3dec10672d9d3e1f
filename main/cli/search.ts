import type { CockpitClient } from '../../shared/contract/client.ts'
import { followSearch } from '../../shared/contract/follow-search.ts'
import type { OutputHit, SearchHit, SearchPage, SearchQuery } from '../../shared/contract/search.ts'
import { formatBytes, formatCount } from '../../shared/documents/words.ts'
import { isLively } from '../../shared/domain/select-summary.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { printable } from '../../shared/output/printable.ts'
import { type CliIo, EXIT } from './io.ts'
import { findRelease, type LedgerOptions, withCockpit } from './session.ts'

export type SearchOptions = LedgerOptions & {
  release?: string[]
  regex?: boolean
  matchCase?: boolean
  entries?: boolean
  output?: boolean
  context: number
  follow?: boolean
  json?: boolean
}

/** Whether anything was found, as grep says it. */
const NONE_FOUND = 1
const RUNS_EVERY_MS = 1000

/** Of the same output: up to which line was printed, and which line is found next. */
type Neighbours = { printedTo?: number; nextLine?: number }

const place = ({ release, stepId, number, attempt, runId }: OutputHit) =>
  printable(release ? `${release}/${runId}/${stepId}#${number}` : attempt)

/** Lines around one that was found, without those that are printed as found themselves. */
function outputLines(hit: OutputHit, emphasise: (hit: SearchHit) => string, neighbours: Neighbours): string[] {
  const { before, line, after, isCutBefore, isCutAfter } = hit
  const at = place(hit)
  const around = (text: string, number: number) => ({ number, text: `${at}-${number + 1}-${printable(text)}` })
  const isFree = ({ number }: { number: number }) =>
    number > (neighbours.printedTo ?? -1) && number < (neighbours.nextLine ?? Number.POSITIVE_INFINITY)
  const text = `${isCutBefore ? '…' : ''}${emphasise(hit)}${isCutAfter ? '…' : ''}`
  return [
    ...before
      .map((each, index) => around(each, line - before.length + index))
      .filter(isFree)
      .map((each) => each.text),
    `${at}:${line + 1}:${text}`,
    ...after
      .map((each, index) => around(each, line + 1 + index))
      .filter(isFree)
      .map((each) => each.text),
  ]
}

function hitLines(hit: SearchHit, emphasise: (hit: SearchHit) => string, neighbours: Neighbours): string[] {
  if (hit.kind === 'output') return outputLines(hit, emphasise, neighbours)
  const { release, seq, recordedAt, by, says, text } = hit
  const head = `${release}:entry ${seq}:${recordedAt} ${printable(by)}: `
  return [text === says ? head + emphasise(hit) : `${head}${printable(says)} [${emphasise(hit)}]`]
}

/** The matches bold and red, as grep does it, where there is a terminal. */
const emphasised = ({ text, ranges }: SearchHit): string => {
  let at = 0
  const parts = ranges.map(([from, to]) => {
    const before = printable(text.slice(at, from))
    at = to
    return `${before}\x1b[1;31m${printable(text.slice(from, to))}\x1b[0m`
  })
  return parts.join('') + printable(text.slice(at))
}

const plain = ({ text }: SearchHit) => printable(text)

/** Hits as lines; `--` where context of one does not reach that of the next. */
function createPrinter(emphasise: (hit: SearchHit) => string, context: number) {
  let printed: { attempt: string; to: number } | undefined
  return (hits: readonly SearchHit[]): string[] =>
    hits.flatMap((hit, index) => {
      if (hit.kind === 'entry') return hitLines(hit, emphasise, {})
      const next = hits[index + 1]
      const isSame = printed?.attempt === hit.attempt
      const neighbours: Neighbours = {
        ...(isSame ? { printedTo: printed!.to } : {}),
        ...(next?.kind === 'output' && next.attempt === hit.attempt ? { nextLine: next.line } : {}),
      }
      const isApart = printed !== undefined && (!isSame || hit.line - hit.before.length > printed.to + 1)
      printed = {
        attempt: hit.attempt,
        to: Math.min(hit.line + hit.after.length, (neighbours.nextLine ?? Number.POSITIVE_INFINITY) - 1),
      }
      const lines = hitLines(hit, emphasise, neighbours)
      return context > 0 && isApart ? ['--', ...lines] : lines
    })
}

async function queryOf(client: CockpitClient, text: string, options: SearchOptions) {
  const releases: ReleaseId[] = []
  for (const each of options.release ?? []) releases.push((await findRelease(client, each)).release)
  const isOne = options.entries !== options.output
  return {
    text,
    releases: releases.length > 0 ? releases : ('all' as const),
    in: isOne
      ? { entries: options.entries ?? false, output: options.output ?? false }
      : { entries: true, output: true },
    mode: options.regex ? ('regex' as const) : ('plain' as const),
    matchCase: options.matchCase ?? false,
    context: options.context,
    watch: options.follow ?? false,
  }
}

async function runsAreOpen(client: CockpitClient, releases: SearchQuery['releases']): Promise<boolean> {
  const list = await client.call('releases.list', {})
  return list.some((each) => isLively(each.status) && (releases === 'all' || releases.includes(each.release)))
}

const progress = ({ searchedBytes, totalBytes, searchedEntries, totalEntries, found }: SearchPage) =>
  `\r${formatCount(searchedEntries)} of ${formatCount(totalEntries)} entries, ${formatBytes(searchedBytes)} of ${formatBytes(totalBytes)}, ${formatCount(found)} found, Ctrl-C to stop \x1b[K`

/** Says how far it is where somebody sees it, and takes it back before anything else is written. */
function createProgress(io: CliIo) {
  let isShown = false
  return {
    show(page: SearchPage) {
      if (!io.terminal.interactive || page.phase !== 'searching') return
      io.stderr(progress(page))
      isShown = true
    },
    clear() {
      if (isShown) io.stderr('\r\x1b[K')
      isShown = false
    },
  }
}

/** `cockpit search`: entries and stored output of one or all releases, as they are found. */
export async function searchCommand(text: string, options: SearchOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const query = await queryOf(client, text, options)
    const shown = createProgress(io)
    const emphasise = io.terminal.colour ? emphasised : plain
    const print = createPrinter(emphasise, options.context)
    const encoder = new TextEncoder()
    let wereOpen = true
    let lookAtMs = 0
    const onPage = async (page: SearchPage) => {
      shown.clear()
      const lines = options.json ? page.hits.map((hit) => JSON.stringify(hit)) : print(page.hits)
      if (lines.length > 0) await io.write(encoder.encode(`${lines.join('\n')}\n`))
      shown.show(page)
      if (page.phase !== 'watching' || page.hits.length > 0 || performance.now() < lookAtMs) return
      // Once more after the last run has ended: its last words may be among what was not searched yet.
      if (!wereOpen) return followed.end()
      lookAtMs = performance.now() + RUNS_EVERY_MS
      wereOpen = await runsAreOpen(client, query.releases)
    }
    const followed = followSearch(client, query, onPage)
    const stop = io.onInterrupt(() => followed.end())
    try {
      const last = await followed.ended
      if (last?.phase === 'ended') io.stderr(`${last.problem ?? 'The search ended before all was searched.'}\n`)
      if (last?.phase === 'ended') return EXIT.unusable
      return last && last.found > 0 ? EXIT.ok : NONE_FOUND
    } finally {
      shown.clear()
      stop()
    }
  })
}
