/** Results as rows of one list: a heading for each release's entries and each attempt, then what was found. */
import type { OutputHit, SearchHit } from '../../../shared/contract/search.ts'

export type Heading = {
  kind: 'heading'
  key: string
  release: string
  title: string
  where: string
  startedAt?: string
}
export type SearchRow = Heading | { kind: 'hit'; hit: SearchHit; index: number }

const keyOf = (hit: SearchHit) => (hit.kind === 'entry' ? `${hit.release} entries` : `${hit.release} ${hit.attempt}`)

const outputHeading = (hit: OutputHit): Heading => ({
  kind: 'heading',
  key: keyOf(hit),
  release: hit.release ?? 'unknown release',
  title: hit.title ?? hit.attempt,
  where: hit.release
    ? `${hit.environment}, run ${hit.runId}${hit.number! > 1 ? `, attempt ${hit.number}` : ''}`
    : 'no entry speaks of this output',
  startedAt: hit.startedAt,
})

const headingOf = (hit: SearchHit): Heading =>
  hit.kind === 'output'
    ? outputHeading(hit)
    : { kind: 'heading', key: keyOf(hit), release: hit.release, title: 'Entries of the ledger', where: '' }

export function projectRows(hits: readonly SearchHit[]): SearchRow[] {
  const rows: SearchRow[] = []
  let last = ''
  hits.forEach((hit, index) => {
    const key = keyOf(hit)
    if (key !== last) rows.push(headingOf(hit))
    last = key
    rows.push({ kind: 'hit', hit, index })
  })
  return rows
}

/** How many lines a row takes. */
export const linesOf = (row: SearchRow): number =>
  row.kind === 'heading' ? 1 : row.hit.kind === 'entry' ? 2 : 1 + row.hit.before.length + row.hit.after.length
