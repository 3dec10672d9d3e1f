/** Searching entries and stored output of a whole ledger: what is asked and what is answered (docs/search.md). */
import { z } from 'zod'
import { brand } from '../events/define.ts'
import type { AttemptId, ReleaseId } from '../ids.ts'

const job = z.string().min(1).max(100)

export const LONGEST_SEARCH = 1000
export const MOST_CONTEXT_LINES = 10

const searchQuery = z.object({
  /** Releases of this ledger file by id, or every one of them. */
  releases: z.union([z.literal('all'), z.array(brand<ReleaseId>()).min(1).max(1000)]).default('all'),
  in: z.object({ entries: z.boolean(), output: z.boolean() }).default({ entries: true, output: true }),
  text: z
    .string()
    .min(1)
    .max(LONGEST_SEARCH)
    .regex(/^[^\n]*$/, 'It is searched line by line: a line end is never found.'),
  mode: z.enum(['plain', 'regex']).default('plain'),
  matchCase: z.boolean().default(false),
  /** Lines before and after each line of output that is found. */
  context: z.number().int().min(0).max(MOST_CONTEXT_LINES).default(1),
  /** Goes on with what is recorded and printed later, for as long as `search.next` is called. */
  watch: z.boolean().default(false),
})

export type SearchQuery = z.output<typeof searchQuery>

export const searchMethods = {
  /** Begins a search. Who asks for nothing for a minute has ended it. */
  'search.start': searchQuery,
  /** What was found behind the first `after` results. Asked again with the same number it answers the same; a higher one lets go of those before it. */
  'search.next': z.object({ job, after: z.number().int().min(0) }),
  'search.cancel': z.object({ job }),
} as const

/** Places in a text, as UTF-16 offsets; the end is not included. */
export type TextRange = [from: number, to: number]

/** What matched, without terminal escapes; a window of it when the line is long. */
export type Excerpt = { text: string; ranges: TextRange[]; isCutBefore: boolean; isCutAfter: boolean }

export type EntryHit = {
  kind: 'entry'
  release: ReleaseId
  seq: number
  type: string
  /** ISO 8601. */
  recordedAt: string
  by: string
  /** The entry in a sentence; what matched may be another part of it. */
  says: string
} & Excerpt

export type OutputHit = {
  kind: 'output'
  attempt: AttemptId
  /** From 0. */
  line: number
  before: string[]
  after: string[]
  /** By when it was stored, to within ten seconds; absent while no digest in the chain speaks for it. */
  storedAt?: string
} & Partial<AttemptPlace> &
  Excerpt

/** Whose output it is; unknown for output that no entry speaks of. */
export type AttemptPlace = {
  release: ReleaseId
  runId: string
  stepId: string
  title: string
  environment: string
  number: number
  startedAt: string
}

export type SearchHit = EntryHit | OutputHit

export type SearchPage = {
  hits: SearchHit[]
  /** `watching`: everything so far was searched, and it goes on with what comes. `ended`: it stopped before the end, and `problem` says why. */
  phase: 'searching' | 'watching' | 'done' | 'ended'
  problem?: string
  /** Something was erased meanwhile: what was given before is not to be shown any more. */
  isForgotten?: boolean
  /** Results so far, those included that were not asked for yet. */
  found: number
  searchedBytes: number
  /** Grows while it becomes known which output belongs to the releases asked for. */
  totalBytes: number
  searchedEntries: number
  totalEntries: number
}

export type SearchResults = {
  'search.start': { ok: true; job: string } | { ok: false; message: string }
  'search.next': SearchPage
  'search.cancel': { cancelled: boolean }
}
