import { shortestSecret } from '../../../shared/output/secret-rules.ts'
import { NeedleScanner, type Stretches } from './needle-scanner.ts'
import { needlesFor } from './needles.ts'

export const mask = Buffer.from('***')

/**
 * `masked` is a view of the bytes given, valid until they change. `consumed` bytes are done with; the rest must be given again, in front of what
 * follows. `open` is the state to hand to the next call: how far a masked stretch reaches into what follows, -1 for none.
 */
export type Masked = { masked: Buffer; consumed: number; open: number }

export type Masker = (bytes: Buffer, open: number, isEnd: boolean) => Masked

/**
 * Masks secrets in a stream of bytes so that the result does not depend on where it is cut: each maximal stretch covered by overlapping or touching
 * finds becomes `***`. A suffix that could begin a secret is not consumed. At the end such a suffix is
 * released, or masked when it is long enough to give something away. Works in place: a mask is shorter than what it hides.
 */
export function createMasker(secrets: string[]): Masker {
  if (secrets.length === 0) return (bytes) => ({ masked: bytes, consumed: bytes.length, open: -1 })
  const scanner = new NeedleScanner(needlesFor(secrets))
  return (bytes, open, isEnd) => {
    const found = scanner.find(bytes)
    const unfinished = scanner.unfinished(bytes)
    if (isEnd && bytes.length - unfinished >= shortestSecret) insert(found, unfinished, bytes.length)
    return cover(bytes, found, isEnd ? bytes.length : unfinished, open)
  }
}

function insert({ starts, ends }: Stretches, start: number, end: number): void {
  const later = starts.findIndex((each) => each > start)
  const at = later < 0 ? starts.length : later
  starts.splice(at, 0, start)
  ends.splice(at, 0, end)
}

/** Replaces stretches that start before `limit`; later ones will be found again. */
function cover(bytes: Buffer, { starts, ends }: Stretches, limit: number, open: number): Masked {
  let written = 0
  let coveredTo = open
  const keep = (to: number) => {
    const from = Math.max(coveredTo, 0)
    if (from >= to) return
    if (from !== written) bytes.copyWithin(written, from, to)
    written += to - from
  }
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i] as number
    if (start >= limit) break
    if (start > coveredTo) {
      keep(start)
      written += mask.copy(bytes, written)
      coveredTo = ends[i] as number
    } else coveredTo = Math.max(coveredTo, ends[i] as number)
  }
  keep(limit)
  return { masked: bytes.subarray(0, written), consumed: limit, open: coveredTo >= limit ? coveredTo - limit : -1 }
}
