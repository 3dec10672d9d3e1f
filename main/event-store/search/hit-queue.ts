/** Results between the threads and who asks for them: bounded, so that nobody piles up what nobody reads. */
import type { SearchHit } from '../../../shared/contract/search.ts'

const MOST_WAITING = 2000
/** What one page carries. */
const PAGE_HITS = 200
const PAGE_CHARACTERS = 400_000

const sizeOf = (hit: SearchHit) =>
  hit.text.length +
  (hit.kind === 'output' ? [...hit.before, ...hit.after].reduce((sum, each) => sum + each.length, 0) : hit.says.length)

export class HitQueue {
  #hits: SearchHit[] = []
  /** How many were let go of. */
  #base = 0
  #onRoom = Promise.withResolvers<void>()
  #onChange = Promise.withResolvers<void>()

  get found(): number {
    return this.#base + this.#hits.length
  }

  push(hits: readonly SearchHit[]): void {
    for (const hit of hits) this.#hits.push(hit)
    this.tell()
  }

  /** Wakes who waits for a page. */
  tell(): void {
    this.#onChange.resolve()
    this.#onChange = Promise.withResolvers()
  }

  changed(): Promise<void> {
    return this.#onChange.promise
  }

  /** Resolves when there is room for more. */
  async room(): Promise<void> {
    while (this.#hits.length >= MOST_WAITING) await this.#onRoom.promise
  }

  /** The results behind the first `after`; those before are let go of. */
  page(after: number): SearchHit[] {
    const gone = Math.min(this.#hits.length, Math.max(0, after - this.#base))
    if (gone > 0) {
      this.#hits = this.#hits.slice(gone)
      this.#base += gone
      this.#wakeRoom()
    }
    let characters = 0
    const tooMany = this.#hits.slice(0, PAGE_HITS).findIndex((hit) => {
      characters += sizeOf(hit)
      return characters > PAGE_CHARACTERS
    })
    return this.#hits.slice(0, tooMany < 0 ? PAGE_HITS : Math.max(1, tooMany))
  }

  clear(): void {
    this.#base += this.#hits.length
    this.#hits = []
    this.#wakeRoom()
    this.tell()
  }

  #wakeRoom(): void {
    this.#onRoom.resolve()
    this.#onRoom = Promise.withResolvers()
  }
}
