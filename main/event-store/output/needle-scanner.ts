/** Stretches of a buffer, as pairs of start and end, by ascending start. */
export type Stretches = { starts: number[]; ends: number[] }

const byLength = (needles: Buffer[]) => [...needles].sort((a, b) => b.length - a.length)

function matchesAt(bytes: Buffer, at: number, needle: Buffer, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[at + i] !== needle[i]) return false
  return true
}

function group(needles: Buffer[], keyOf: (needle: Buffer) => number): (Buffer[] | undefined)[] {
  const groups: (Buffer[] | undefined)[] = []
  for (const needle of needles) {
    const key = keyOf(needle)
    const members = groups[key] ?? []
    groups[key] = members
    members.push(needle)
  }
  return groups
}

/**
 * Finds many byte strings at once in time that hardly depends on how many: Wu and Manber, "A fast algorithm for multi-pattern searching"
 * (TR-94-17, 1994) with blocks of two bytes. A window as long as the shortest needle slides by how far its last two bytes
 * are from the end of any needle's beginning.
 */
export class NeedleScanner {
  readonly #window: number
  readonly #longest: number
  readonly #shift: Uint8Array
  readonly #byLastBlock: (Buffer[] | undefined)[]
  readonly #byFirstByte: (Buffer[] | undefined)[]

  /** Needles have at least two bytes. */
  constructor(needles: Buffer[]) {
    const sorted = byLength(needles)
    this.#window = Math.min(255, sorted.at(-1)?.length ?? 2)
    this.#longest = sorted[0]?.length ?? 0
    this.#shift = new Uint8Array(65536).fill(this.#window - 1)
    for (const needle of sorted) this.#learn(needle)
    this.#byLastBlock = group(sorted, (needle) => this.#block(needle, this.#window - 1))
    this.#byFirstByte = group(sorted, (needle) => needle[0] as number)
  }

  #block(bytes: Buffer, end: number): number {
    return ((bytes[end - 1] as number) << 8) | (bytes[end] as number)
  }

  #learn(needle: Buffer): void {
    for (let end = 1; end < this.#window; end++) {
      const block = this.#block(needle, end)
      this.#shift[block] = Math.min(this.#shift[block] as number, this.#window - 1 - end)
    }
  }

  /** Every place where a needle stands complete; the longest where several start together. */
  find(bytes: Buffer): Stretches {
    const found: Stretches = { starts: [], ends: [] }
    const shift = this.#shift
    const window = this.#window
    let end = window - 1
    while (end < bytes.length) {
      const block = ((bytes[end - 1] as number) << 8) | (bytes[end] as number)
      const step = shift[block] as number
      if (step === 0) this.#verify(bytes, end - window + 1, block, found)
      end += step || 1
    }
    return found
  }

  #verify(bytes: Buffer, start: number, block: number, found: Stretches): void {
    for (const needle of this.#byLastBlock[block] ?? []) {
      if (start + needle.length > bytes.length || !matchesAt(bytes, start, needle, needle.length)) continue
      found.starts.push(start)
      found.ends.push(start + needle.length)
      return
    }
  }

  /** Where the earliest suffix begins that could be the beginning of a needle; `bytes.length` when there is none. */
  unfinished(bytes: Buffer): number {
    for (let at = Math.max(0, bytes.length - this.#longest + 1); at < bytes.length; at++) {
      const left = bytes.length - at
      for (const needle of this.#byFirstByte[bytes[at] as number] ?? []) {
        if (needle.length <= left) break
        if (matchesAt(bytes, at, needle, left)) return at
      }
    }
    return bytes.length
  }
}
