/** A search in one attempt's stored output: the owner looks a MiB at a time, this counts, and remembers which lines to go to. */
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { AttemptId } from '../../shared/ids.ts'

/** So many matching lines can be gone through; what is beyond is counted. */
export const MOST_KEPT_LINES = 100_000

export type SearchState = {
  /** `looking`, `stopped` by a person, or `done`: everything stored so far was looked at. */
  phase: 'looking' | 'stopped' | 'done'
  matches: number
  matchingLines: number
  /** How much was looked at, of how much there is. */
  scannedBytes: number
  headBytes: number
  problem?: string
}

export class OutputSearch {
  readonly text: string
  readonly matchCase: boolean
  readonly #client: CockpitClient
  readonly #attempt: AttemptId
  readonly #onChange: () => void
  readonly #kept: number[] = []
  #open: [line: number, count: number] | undefined
  #state: SearchState = { phase: 'looking', matches: 0, matchingLines: 0, scannedBytes: 0, headBytes: 0 }
  #isAsking = false
  #isClosed = false

  constructor(client: CockpitClient, attempt: AttemptId, text: string, matchCase: boolean, onChange: () => void) {
    this.#client = client
    this.#attempt = attempt
    this.text = text
    this.matchCase = matchCase
    this.#onChange = onChange
    void this.#look()
  }

  get state(): SearchState {
    const open = this.#open
    const { matches, matchingLines } = this.#state
    return open ? { ...this.#state, matches: matches + open[1], matchingLines: matchingLines + 1 } : this.#state
  }

  /** Matching lines in order, as far as they are kept. */
  get #lines(): number[] {
    return this.#open && this.#kept.length < MOST_KEPT_LINES ? [...this.#kept, this.#open[0]] : this.#kept
  }

  /** More was stored. */
  setHead(bytes: number): void {
    if (bytes <= this.#state.headBytes) return
    this.#state = { ...this.#state, headBytes: bytes }
    if (this.#state.phase === 'done') this.#tell({ phase: 'looking' })
    void this.#look()
  }

  stop(): void {
    if (this.#state.phase === 'looking') this.#tell({ phase: 'stopped' })
  }

  goOn(): void {
    this.#tell({ phase: 'looking' })
    void this.#look()
  }

  close(): void {
    this.#isClosed = true
  }

  /** The matching line after or before `line`, around the end and the beginning; its place counts from 1. */
  step(line: number | undefined, direction: 1 | -1): { line: number; place: number } | undefined {
    const lines = this.#lines
    if (lines.length === 0) return undefined
    const from = line ?? (direction === 1 ? -1 : Number.POSITIVE_INFINITY)
    const found = direction === 1 ? lines.findIndex((each) => each > from) : lines.findLastIndex((each) => each < from)
    const index = found >= 0 ? found : direction === 1 ? 0 : lines.length - 1
    return { line: lines[index]!, place: index + 1 }
  }

  async #look(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    try {
      while (!this.#isClosed && this.#state.phase === 'looking') {
        const { text, matchCase } = this
        const params = { attempt: this.#attempt, text, matchCase, fromByte: this.#state.scannedBytes }
        const found = await this.#client.call('output.find', params)
        if (this.#isClosed) return
        this.#keep(found.lines, found.open)
        const isDone = found.isEnd && found.headBytes >= this.#state.headBytes
        const headBytes = Math.max(found.headBytes, this.#state.headBytes)
        // A person may have stopped it meanwhile.
        const phase = isDone ? 'done' : this.#state.phase
        this.#tell({ phase, scannedBytes: found.scannedTo, headBytes, problem: undefined })
      }
    } catch (problem) {
      this.#tell({ phase: 'stopped', problem: (problem as { message?: string }).message ?? String(problem) })
    } finally {
      this.#isAsking = false
    }
  }

  #keep(lines: [number, number][], open: [number, number] | undefined): void {
    this.#open = open
    let { matches, matchingLines } = this.#state
    let last = this.#kept.at(-1) ?? -1
    for (const [line, count] of lines) {
      matches += count
      if (line === last) continue
      matchingLines++
      last = line
      if (this.#kept.length < MOST_KEPT_LINES) this.#kept.push(line)
    }
    this.#state = { ...this.#state, matches, matchingLines }
  }

  #tell(change: Partial<SearchState>): void {
    this.#state = { ...this.#state, ...change }
    if (!this.#isClosed) this.#onChange()
  }
}

/** Where a text stands in a shown piece of a line, as alternating pieces: even ones do not match, odd ones do. */
export function splitAt(piece: string, text: string, matchCase: boolean): string[] {
  if (text === '') return [piece]
  const flags = matchCase ? 'g' : 'gi'
  return piece.split(new RegExp(`(${text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')})`, flags))
}
