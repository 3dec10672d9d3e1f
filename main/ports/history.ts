import type { PayloadOf } from '../../shared/events/index.ts'

export type HistoryFacts = PayloadOf<'history.read'>

export type HistoryRequest = {
  /** The release folder, and the repository as release.yaml names it from there. */
  folder: string
  repository: string
  /** Of the release, for tags that carry it. */
  name: string
  previous: string
  version: string
  /** A tag with `{version}` in it, when the team has its own way. */
  tag?: string
  /** Only commits that touch these paths. */
  only: readonly string[]
}

export type HistoryEnds = Pick<HistoryFacts, 'since' | 'until' | 'remarks'>

/** What git says. Both answer with a sentence a person can act on instead of throwing. */
export interface HistoryReader {
  /** Which two commits the versions are. */
  ends(request: HistoryRequest): Promise<HistoryEnds | { problem: string }>
  /** Every commit between them. */
  read(request: HistoryRequest, ends: HistoryEnds): Promise<HistoryFacts | { problem: string }>
}
