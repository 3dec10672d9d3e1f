/**
 * One fold of many events. States that others hold never change (DESIGN §6), so a list of n notes is copied for each further one, which is n² for n of
 * them. What a batch copied itself nobody has seen yet: it grows in place until the state is handed out, and then the next batch begins.
 */
export class Batch {
  readonly #own: Set<object> | undefined

  /** `isOwner`: false copies always. */
  constructor(isOwner = true) {
    this.#own = isOwner ? new Set() : undefined
  }

  #take<Container extends object>(container: Container, copy: (container: Container) => Container): Container {
    if (this.#own?.has(container)) return container
    const copied = copy(container)
    this.#own?.add(copied)
    return copied
  }

  /** The list with one more at its end. */
  append<Item>(list: readonly Item[] | undefined, item: Item): Item[] {
    const own = this.#take((list ?? []) as Item[], (each) => [...each])
    own.push(item)
    return own
  }

  /** The list with the one that is meant changed. It is looked for from the end: what is changed was mostly said just before. */
  change<Item>(list: readonly Item[] | undefined, isMeant: (item: Item) => boolean, to: (item: Item) => Item): Item[] {
    const own = this.#take((list ?? []) as Item[], (each) => [...each])
    const index = own.findLastIndex(isMeant)
    if (index >= 0) own[index] = to(own[index]!)
    return own
  }

  /** The record with this under its key. */
  put<Key extends string, Value>(
    record: Readonly<Record<Key, Value>> | undefined,
    key: Key,
    value: Value,
  ): Record<Key, Value> {
    // Setting it would set something else.
    if (key === '__proto__') return { ...record, [key]: value } as Record<Key, Value>
    const own = this.#take((record ?? {}) as Record<Key, Value>, (each) => ({ ...each }))
    own[key] = value
    return own
  }
}

/** Of a single event: everything is copied. */
export const ALONE = new Batch(false)
