/**
 * The part of an attempt's output that is on the screen. Pulls byte ranges of at most 64 KiB, one in flight, only for the lines wanted;
 * never the whole output, so 100 MB costs what one screen costs.
 */
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { Results } from '../../shared/contract/results.ts'
import type { AttemptId } from '../../shared/ids.ts'

export const RANGE_BYTES = 65_536
const FIRST_TAIL_BYTES = 16_384
const KEPT_LINES = 4000
/** Forgotten so many at a time: a map is searched for its oldest from where it once began. */
const FORGOTTEN_LINES = 1000

export type OutputLine = {
  text: string
  /** The line is longer than a range: what is missing on the screen. */
  isCut: boolean
}

type Range = Results['output.read']
type Ask = { line: number } | { offset: number; length: number }

const NEWLINE = 10

export class OutputWindow {
  readonly #client: CockpitClient
  readonly #attempt: AttemptId
  readonly #onChange: () => void
  readonly #lines = new Map<number, OutputLine>()
  #head = { bytes: 0, lines: 0 }
  #wanted = { first: 0, last: 0 }
  #isFollowing = false
  /** Where the line after the last complete one begins, as far as the end has been read. */
  #tail: { offset: number; line: number; readTo: number } | undefined
  #isReading = false
  #isClosed = false
  #problem: string | undefined

  constructor(client: CockpitClient, attempt: AttemptId, onChange: () => void) {
    this.#client = client
    this.#attempt = attempt
    this.#onChange = onChange
  }

  get head(): { bytes: number; lines: number } {
    return this.#head
  }

  get problem(): string | undefined {
    return this.#problem
  }

  /** Complete lines, and one more while the last has no end yet. */
  get rowCount(): number {
    const { lines } = this.#head
    const open = this.#lines.get(lines)
    return open && open.text !== '' ? lines + 1 : lines
  }

  line(number: number): OutputLine | undefined {
    return this.#lines.get(number)
  }

  setHead(head: { bytes: number; lines: number }): void {
    if (head.bytes < this.#head.bytes) return
    this.#head = head
    this.#pump()
  }

  /** Lines `first` to `last` (inclusive) are on the screen from now on; with `isFollowing` as many of the end, wherever that is by then. */
  want(first: number, last: number, isFollowing = false): void {
    this.#wanted = { first, last }
    this.#isFollowing = isFollowing
    this.#problem = undefined
    this.#pump()
  }

  /** Asks the owner for the head, for output that ended before this window was opened. */
  async askHead(): Promise<void> {
    try {
      this.setHead(await this.#client.call('output.head', { attempt: this.#attempt }))
    } catch (problem) {
      this.#fail(problem)
    }
    this.#onChange()
  }

  close(): void {
    this.#isClosed = true
  }

  #next(): Ask | undefined {
    const { bytes, lines } = this.#head
    if (bytes === 0) return undefined
    const wanted = this.#shown()
    if (wanted.last >= lines - 1 && (this.#tail?.readTo ?? -1) < bytes) return this.#tailAsk(bytes)
    const last = Math.min(wanted.last, lines - 1)
    for (let line = Math.max(0, wanted.first); line <= last; line++) if (!this.#lines.has(line)) return { line }
    return undefined
  }

  /** A head that moved on has moved a view that follows: the lines it showed before are not asked for any more. */
  #shown(): { first: number; last: number } {
    const { first, last } = this.#wanted
    const by = this.#isFollowing ? Math.max(0, this.#head.lines - 1 - last) : 0
    return { first: first + by, last: last + by }
  }

  /** Goes on where the end was read to; jumps when too much came in between. */
  #tailAsk(bytes: number): Ask {
    const from = this.#tail?.offset
    if (from !== undefined && bytes - from <= RANGE_BYTES) return { offset: from, length: Math.max(1, bytes - from) }
    const length = Math.min(bytes, FIRST_TAIL_BYTES)
    return { offset: bytes - length, length }
  }

  #pump(): void {
    if (this.#isReading || this.#isClosed || this.#problem) return
    const ask = this.#next()
    if (!ask) return
    this.#isReading = true
    const params = 'line' in ask ? { line: ask.line, length: RANGE_BYTES } : ask
    void this.#client
      .call('output.read', { attempt: this.#attempt, ...params })
      .then((range) => ('line' in ask ? this.#keepFrom(ask.line, range) : this.#keepTail(ask.offset, range)))
      .catch((problem) => this.#fail(problem))
      .finally(() => {
        this.#isReading = false
        if (this.#isClosed) return
        this.#onChange()
        this.#pump()
      })
  }

  #fail(problem: unknown): void {
    this.#problem = (problem as { message?: string }).message ?? String(problem)
  }

  #keepFrom(line: number, range: Range): void {
    const end = range.bytes.lastIndexOf(NEWLINE)
    if (end < 0) {
      this.#keep(line, { text: decode(range.bytes), isCut: range.offset + range.bytes.length < range.headBytes })
      return
    }
    this.#keepLines(line, range.bytes.subarray(0, end))
  }

  #keepTail(asked: number, range: Range): void {
    const { bytes, offset } = range
    const isFromLineStart = offset === 0 || (this.#tail !== undefined && asked === this.#tail.offset)
    const firstEnd = isFromLineStart ? -1 : bytes.indexOf(NEWLINE)
    const isOneLongLine = !isFromLineStart && firstEnd < 0
    const start = isOneLongLine ? 0 : firstEnd + 1
    const line = isOneLongLine || isFromLineStart ? range.firstLine : range.firstLine + 1
    if (this.#tail) this.#lines.delete(this.#tail.line)
    const lastEnd = bytes.lastIndexOf(NEWLINE)
    const complete = lastEnd >= start ? this.#keepLines(line, bytes.subarray(start, lastEnd)) : 0
    const openStart = lastEnd >= start ? lastEnd + 1 : start
    const openLine = line + complete
    this.#keep(openLine, { text: decode(bytes.subarray(openStart)), isCut: isOneLongLine })
    this.#tail = { offset: offset + openStart, line: openLine, readTo: offset + bytes.length }
    if (bytes.length === 0) this.#tail.readTo = this.#head.bytes
  }

  #keepLines(first: number, bytes: Uint8Array): number {
    const texts = decode(bytes).split('\n')
    texts.forEach((text, index) => {
      this.#keep(first + index, { text, isCut: false })
    })
    return texts.length
  }

  #keep(line: number, value: OutputLine): void {
    this.#lines.delete(line)
    this.#lines.set(line, value)
    if (this.#lines.size < KEPT_LINES + FORGOTTEN_LINES) return
    const { first, last } = this.#shown()
    for (const key of this.#lines.keys()) {
      if (this.#lines.size <= KEPT_LINES) break
      const isShown = key >= first && key <= last
      if (!isShown && key !== this.#tail?.line) this.#lines.delete(key)
    }
  }
}

const decoder = new TextDecoder()
const decode = (bytes: Uint8Array) => decoder.decode(bytes)
