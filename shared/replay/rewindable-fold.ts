/** The fold of a record at any of its entries, forward and back: states met on the way are kept at intervals, so that a step back folds only a few entries again. */
import { evolveAll } from '../domain/evolve.ts'
import type { ReleaseState } from '../domain/state.ts'
import type { RecordedEvent } from '../events/index.ts'

/** States share what did not change. A long record keeps no more of them than a short one: each that grew meanwhile holds lists of its own. */
const KEPT_EVERY = 250
const MOST_KEPT = 80

export class RewindableFold {
  readonly #events: readonly RecordedEvent[]
  /** By number of entries folded. */
  readonly #kept = new Map<number, ReleaseState>()
  #at: { count: number; state: ReleaseState | undefined } = { count: 0, state: undefined }

  readonly #keptEvery: number

  constructor(
    events: readonly RecordedEvent[],
    keptEvery = Math.max(KEPT_EVERY, Math.ceil(events.length / MOST_KEPT)),
  ) {
    this.#events = events
    this.#keptEvery = keptEvery
  }

  /** After the first `count` entries; undefined for none. */
  stateAt(count: number): ReleaseState | undefined {
    const wanted = Math.max(0, Math.min(count, this.#events.length))
    let { count: folded, state } = this.#nearest(wanted)
    while (folded < wanted) {
      const to = Math.min(wanted, folded - (folded % this.#keptEvery) + this.#keptEvery)
      state = evolveAll(state, this.#events.slice(folded, to))
      folded = to
      if (state && folded % this.#keptEvery === 0) this.#kept.set(folded, state)
    }
    this.#at = { count: folded, state }
    return state
  }

  /** Where the person is, when that is on the way; else the nearest state that was kept. */
  #nearest(wanted: number) {
    const every = this.#keptEvery
    const from = this.#at.count <= wanted ? this.#at : { count: 0, state: undefined }
    for (let count = wanted - (wanted % every); count > from.count; count -= every) {
      const state = this.#kept.get(count)
      if (state) return { count, state }
    }
    return from
  }
}
