/** What the search asks its threads, and what they answer. Threads keep nothing from one question to the next but their connection. */
import type { AttemptPlace, EntryHit, OutputHit } from '../../../shared/contract/search.ts'
import type { AttemptId, ReleaseId } from '../../../shared/ids.ts'
import type { Matching } from './line-matcher.ts'

/**
 * Where a search of one output goes on. `line`: at the beginning of a line. `skip`: behind the line that reaches over it. `inside`: in a line that
 * is too long to be searched as a whole.
 */
export type Cursor = { offset: number; at: 'line' | 'skip' | 'inside' }

/** A part of one stored output: lines that begin up to `to`, or all there are. */
export type OutputPart = { stream: number; attempt: AttemptId; from: Cursor; to?: number }

export type FoundOutput = Omit<OutputHit, keyof AttemptPlace | 'storedAt'> & { stream: number; offset: number }

/** Until when some output was stored: the end of a sealed stretch and its entry's time. */
export type Seal = { attempt: AttemptId; toByte: number; at: string }

export type KnownAttempt = Omit<AttemptPlace, 'release' | 'title' | 'environment'> & { attempt: AttemptId }

export type Question =
  | { kind: 'look'; behindStream: number }
  | { kind: 'entries'; release: ReleaseId; from: number; to: number; isSearched: boolean; matching: Matching }
  | { kind: 'output'; parts: OutputPart[]; matching: Matching; context: number }

/** What there is, as of one moment: releases, that of the newest entry first; every output's number and size, in pairs; whose the new ones are. */
export type Seen = {
  releases: { release: ReleaseId; size: number }[]
  streams: Float64Array
  newAttempts: AttemptId[]
}

/** What entries say about output that may be found later. */
export type Facts = {
  attempts: KnownAttempt[]
  environments: [runId: string, environment: string][]
  titles: [stepId: string, title: string][]
  seals: Seal[]
}

export type EntriesRead = { hits: EntryHit[]; facts: Facts; next: number }

/** `rest` is what of the parts is still to do. `ends`: where each output that was searched to its end goes on when it grows. */
export type OutputRead = {
  hits: FoundOutput[]
  rest: OutputPart[]
  ends: { stream: number; cursor: Cursor }[]
  searchedBytes: number
}

export type AnswerTo<Q extends Question> = Q extends { kind: 'look' }
  ? Seen
  : Q extends { kind: 'entries' }
    ? EntriesRead
    : OutputRead

export type Reply = { ok: true; answer: Seen | EntriesRead | OutputRead } | { ok: false; sentence: string }

/** Shared memory of a thread: how often it began to match, and whether it is at it. */
export const BEAT_COUNT = 0
export const BEAT_BUSY = 1
