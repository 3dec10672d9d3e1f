/**
 * Feeds a terminal with stored output: ranges of at most 64 KiB, one in flight, the next only when the last one is drawn. Begins with the first byte, or
 * with the last MiB where there is more.
 */
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { AttemptId } from '../../shared/ids.ts'

const RANGE_BYTES = 65_536
const REPLAYED_BYTES = 1_048_576
/** Further behind than this, what came in between is left out of the terminal (never of the record). */
const MOST_BEHIND_BYTES = 8 * REPLAYED_BYTES
const NEWLINE = 10

export interface Screen {
  /** Resolves when the bytes are drawn. */
  write(bytes: Uint8Array): Promise<void>
  /** Empties it: what follows does not go on from what was there. */
  reset(): void
}

export class TerminalFeed {
  readonly #client: CockpitClient
  readonly #attempt: AttemptId
  readonly #screen: Screen
  readonly #onChange: () => void
  #offset: number | undefined
  #headBytes = 0
  /** What was printed before the terminal was opened ends here. */
  #liveFrom = 0
  #isReading = false
  #isClosed = false
  #problem: string | undefined

  constructor(client: CockpitClient, attempt: AttemptId, screen: Screen, onChange: () => void) {
    this.#client = client
    this.#attempt = attempt
    this.#screen = screen
    this.#onChange = onChange
  }

  /** Everything printed before it was opened is drawn: from now on it answers what programs ask of a terminal. */
  get isLive(): boolean {
    return this.#offset !== undefined && this.#offset >= this.#liveFrom
  }

  get problem(): string | undefined {
    return this.#problem
  }

  /** At the start, and again after a lost connection. */
  async begin(): Promise<void> {
    try {
      const { bytes } = await this.#client.call('output.head', { attempt: this.#attempt })
      if (this.#offset === undefined) this.#liveFrom = bytes
      this.#headBytes = Math.max(this.#headBytes, bytes)
      this.#offset ??= Math.max(0, bytes - REPLAYED_BYTES)
      this.#problem = undefined
    } catch (problem) {
      this.#fail(problem)
    }
    if (this.#isClosed) return
    this.#onChange()
    this.#pump()
  }

  setHead(bytes: number): void {
    this.#headBytes = Math.max(this.#headBytes, bytes)
    this.#pump()
  }

  close(): void {
    this.#isClosed = true
  }

  #pump(): void {
    if (this.#isReading || this.#isClosed || this.#offset === undefined || this.#offset >= this.#headBytes) return
    this.#isReading = true
    void this.#readOn(this.#offset)
      .catch((problem) => this.#fail(problem))
      .finally(() => {
        this.#isReading = false
        if (this.#isClosed) return
        this.#onChange()
        if (!this.#problem) this.#pump()
      })
  }

  async #readOn(at: number): Promise<void> {
    const isFarBehind = this.#headBytes - at > MOST_BEHIND_BYTES
    const from = isFarBehind ? this.#headBytes - REPLAYED_BYTES : at
    const range = await this.#client.call('output.read', { attempt: this.#attempt, offset: from, length: RANGE_BYTES })
    if (this.#isClosed) return
    this.#problem = undefined
    if (isFarBehind) this.#screen.reset()
    const isCut = from > 0 && (isFarBehind || from === this.#liveFrom - REPLAYED_BYTES)
    const bytes = isCut ? range.bytes.subarray(range.bytes.indexOf(NEWLINE) + 1) : range.bytes
    if (bytes.length > 0) await this.#screen.write(bytes)
    this.#offset = range.offset + range.bytes.length
    this.#headBytes = range.bytes.length === 0 ? this.#offset : Math.max(this.#headBytes, range.headBytes)
  }

  #fail(problem: unknown): void {
    this.#problem = (problem as { message?: string }).message ?? String(problem)
  }
}
