/** Records that a payload was emptied (a leaked secret): the only thing that makes a missing payload legitimate. */
export const ERASURE_TYPE = 'payload.erased'

/** The entry right after an erasure that holds what is kept of the emptied payload, if anything is. */
export const REMAINS_TYPE = 'payload.remains'

/** An erasure as the verifier tells it: by whom, and why. */
export type ToldErasure = { seq: number; by: string; reason: string }

/** Payload of a `payload.erased` entry: which entry was emptied, and why. */
export type Erasure = { seq: number; reason: string }

/** The `seq` a parsed erasure payload names, or undefined. */
export function erasedSeq(payload: unknown): number | undefined {
  const seq = typeof payload === 'object' && payload !== null && 'seq' in payload ? payload.seq : undefined
  return typeof seq === 'number' && Number.isInteger(seq) ? seq : undefined
}
