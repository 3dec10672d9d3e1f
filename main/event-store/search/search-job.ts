/** One search: plans what is to be looked at, hands it to the threads in turns, and keeps what they find until it is asked for. */
import type { SearchHit, SearchPage, SearchQuery } from '../../../shared/contract/search.ts'
import type { AttemptId, ReleaseId } from '../../../shared/ids.ts'
import { HitQueue } from './hit-queue.ts'
import { type Chain, inOrder } from './in-order.ts'
import type { Cursor, EntriesRead, FoundOutput, OutputPart, OutputRead, Seen } from './messages.ts'
import { Places } from './places.ts'
import { MOST_THREADS, type SearchThreads, TakesTooLong } from './threads.ts'

const ENTRIES_AT_ONCE = 4000
const OUTPUT_AT_ONCE_BYTES = 32 * 1024 * 1024
const OUTPUTS_AT_ONCE = 200
const LOOK_EVERY_MS = 400
const MOST_REST_MS = 2000
/** A page waits so long for a result. */
const PATIENCE_MS = 250

const TOO_LONG =
  'This expression takes too long: it did not get through 32 kB of text in five seconds. Make it simpler, for example without one repetition inside another. What was found before stays.'

type Stream = { attempt: AttemptId; bytes: number; cursor: Cursor }

export class SearchJob {
  readonly #query: SearchQuery
  readonly #threads: SearchThreads
  readonly #stop = new AbortController()
  readonly #queue = new HitQueue()
  readonly #places = new Places()
  readonly #entries = new Map<ReleaseId, number>()
  readonly #streams = new Map<number, Stream>()
  #lastStream = 0
  #phase: SearchPage['phase'] = 'searching'
  #problem: string | undefined
  #isForgotten = false
  #totals = { searchedBytes: 0, totalBytes: 0, searchedEntries: 0, totalEntries: 0 }
  #lookAtMs = 0
  #onAsked = Promise.withResolvers<void>()

  constructor(query: SearchQuery, threads: SearchThreads) {
    this.#query = query
    this.#threads = threads
    void this.#run()
  }

  async next(after: number): Promise<SearchPage> {
    if (this.#phase === 'watching' && performance.now() >= this.#lookAtMs) this.#onAsked.resolve()
    let hits = this.#queue.page(after)
    if (hits.length === 0 && (this.#phase === 'searching' || this.#phase === 'watching')) {
      const patience = Promise.withResolvers<void>()
      const timer = setTimeout(patience.resolve, PATIENCE_MS)
      await Promise.race([this.#queue.changed(), patience.promise])
      clearTimeout(timer)
      hits = this.#queue.page(after)
    }
    const problem = this.#problem
    const ending = { ...(problem ? { problem } : {}), ...(this.#isForgotten ? { isForgotten: true } : {}) }
    return { hits, phase: this.#phase, found: this.#queue.found, ...this.#totals, ...ending }
  }

  /** Ends it; `forgetting` what was found as well. */
  end(problem: string, forgetting = false): void {
    if (forgetting) this.#queue.clear()
    this.#isForgotten ||= forgetting
    if (this.#phase !== 'done' || forgetting) this.#finish('ended', problem)
    this.#stop.abort()
    this.#onAsked.resolve()
  }

  #finish(phase: 'done' | 'ended', problem?: string): void {
    if (this.#phase === 'ended') return
    this.#phase = phase
    this.#problem = problem
    this.#queue.tell()
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    try {
      while (!signal.aborted) {
        await this.#pass()
        const { totalBytes, totalEntries } = this.#totals
        this.#totals = { searchedBytes: totalBytes, totalBytes, searchedEntries: totalEntries, totalEntries }
        if (!this.#query.watch) return this.#finish('done')
        this.#phase = 'watching'
        this.#queue.tell()
        await this.#onAsked.promise
        this.#onAsked = Promise.withResolvers()
      }
    } catch (error) {
      this.#finish('ended', error instanceof TakesTooLong ? TOO_LONG : (error as Error).message)
      this.#stop.abort()
    }
  }

  /** Everything that was not searched yet. */
  async #pass(): Promise<void> {
    const beganMs = performance.now()
    const seen = await this.#threads.ask({ kind: 'look', behindStream: this.#lastStream }, this.#stop.signal)
    // A ledger of many releases is looked at less often.
    this.#lookAtMs = beganMs + LOOK_EVERY_MS + Math.min(MOST_REST_MS, 5 * (performance.now() - beganMs))
    const grown = this.#learnStreams(seen)
    const releases = seen.releases.filter(({ release }) => this.#isWanted(release))
    if (this.#query.in.entries) this.#totals.totalEntries = releases.reduce((sum, { size }) => sum + size, 0)
    if (this.#query.releases === 'all') this.#count(this.#streams.keys())
    for (const { release, size } of releases) {
      await this.#searchEntries(release, size)
      if (this.#query.in.output) await this.#searchStreams(grown, release)
    }
    // What no entry speaks of: output of a ledger that was damaged.
    if (this.#query.in.output && this.#query.releases === 'all') await this.#searchStreams(grown, undefined)
  }

  #isWanted(release: ReleaseId): boolean {
    const { releases } = this.#query
    return releases === 'all' || releases.includes(release)
  }

  /** Outputs with more than was searched, by number. */
  #learnStreams({ streams, newAttempts }: Seen): Set<number> {
    const grown = new Set<number>()
    let fresh = 0
    for (let at = 0; at < streams.length; at += 2) {
      const no = streams[at]!
      const bytes = streams[at + 1]!
      const attempt = no > this.#lastStream ? newAttempts[fresh++] : undefined
      if (attempt) this.#streams.set(no, { attempt, bytes: 0, cursor: { offset: 0, at: 'line' } })
      const stream = this.#streams.get(no)
      if (!stream || bytes <= stream.bytes) continue
      stream.bytes = bytes
      grown.add(no)
    }
    this.#lastStream = Math.max(this.#lastStream, streams.at(-2) ?? 0)
    return grown
  }

  #count(streams: Iterable<number>): void {
    if (!this.#query.in.output) return
    let total = 0
    for (const no of streams) total += this.#streams.get(no)?.bytes ?? 0
    this.#totals.totalBytes = total
  }

  async #searchEntries(release: ReleaseId, size: number): Promise<void> {
    const first = (this.#entries.get(release) ?? 0) + 1
    this.#entries.set(release, Math.max(size, first - 1))
    const ranges: Chain<EntriesRead>[] = []
    for (let from = first; from <= size; from += ENTRIES_AT_ONCE)
      ranges.push(this.#entriesChain(release, from, Math.min(size + 1, from + ENTRIES_AT_ONCE)))
    await inOrder(ranges, MOST_THREADS)
  }

  #entriesChain(release: ReleaseId, first: number, to: number): Chain<EntriesRead> {
    let from = first
    const isSearched = this.#query.in.entries
    return {
      ask: async () => {
        if (from >= to) return undefined
        await this.#queue.room()
        const question = { kind: 'entries', release, from, to, isSearched, matching: this.#query } as const
        const answer = await this.#threads.ask(question, this.#stop.signal)
        this.#places.learn(release, answer.facts)
        if (isSearched) this.#totals.searchedEntries += answer.next - from
        from = answer.next
        return answer
      },
      weight: ({ hits }) => hits.length,
      deliver: ({ hits }) => this.#deliver(hits),
    }
  }

  #deliver(hits: readonly SearchHit[]): void {
    if (!this.#stop.signal.aborted) this.#queue.push(hits)
  }

  async #searchStreams(grown: Set<number>, release: ReleaseId | undefined): Promise<void> {
    const mine = [...grown].filter((no) => this.#places.releaseOf(this.#streams.get(no)!.attempt) === release)
    if (mine.length === 0) return
    if (this.#query.releases !== 'all') {
      const ofWanted = [...this.#streams].filter(([, { attempt }]) => this.#places.releaseOf(attempt) !== undefined)
      this.#count(ofWanted.map(([no]) => no))
    }
    for (const no of mine) grown.delete(no)
    await inOrder(this.#outputChains(mine), MOST_THREADS)
  }

  /** Long outputs in several parts, short ones many at a time. */
  *#outputChains(streams: readonly number[]): Iterable<Chain<OutputRead>> {
    let parts: OutputPart[] = []
    let bytes = 0
    for (const no of streams) {
      for (const part of this.#partsOf(no)) {
        parts.push(part)
        bytes += (part.to ?? this.#streams.get(no)!.bytes) - part.from.offset
        if (bytes < OUTPUT_AT_ONCE_BYTES && parts.length < OUTPUTS_AT_ONCE) continue
        yield this.#outputChain(parts)
        parts = []
        bytes = 0
      }
    }
    if (parts.length > 0) yield this.#outputChain(parts)
  }

  *#partsOf(stream: number): Iterable<OutputPart> {
    const { attempt, bytes, cursor } = this.#streams.get(stream)!
    let from = cursor
    for (let to = from.offset + OUTPUT_AT_ONCE_BYTES; to < bytes; to += OUTPUT_AT_ONCE_BYTES) {
      yield { stream, attempt, from, to }
      from = { offset: to, at: 'skip' }
    }
    yield { stream, attempt, from }
  }

  #outputChain(all: OutputPart[]): Chain<OutputRead> {
    let parts = all
    return {
      ask: async () => {
        if (parts.length === 0) return undefined
        await this.#queue.room()
        const { context } = this.#query
        const question = { kind: 'output', parts, matching: this.#query, context } as const
        const answer = await this.#threads.ask(question, this.#stop.signal)
        for (const { stream, cursor } of answer.ends) this.#streams.get(stream)!.cursor = cursor
        const { searchedBytes, totalBytes } = this.#totals
        this.#totals.searchedBytes = Math.min(totalBytes, searchedBytes + answer.searchedBytes)
        parts = answer.rest
        return answer
      },
      weight: ({ hits }) => hits.length,
      deliver: ({ hits }) => this.#deliver(hits.map((hit) => this.#placed(hit))),
    }
  }

  #placed({ stream: _, offset, ...hit }: FoundOutput): SearchHit {
    const storedAt = this.#places.storedAt(hit.attempt, offset)
    return { ...hit, ...this.#places.of(hit.attempt), ...(storedAt ? { storedAt } : {}) }
  }
}
