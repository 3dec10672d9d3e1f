import type { Actor, NewEntry } from '../../shared/events/envelope.ts'
import type { Digest } from '../../shared/ids.ts'
import { ERASURE_TYPE, REMAINS_TYPE } from '../../shared/ledger/erasure.ts'
import type { OutputErasure, PayloadErasure } from '../ports/event-store.ts'

const entry = (type: string, actor: Actor, causationId: number | null, payload: unknown): NewEntry => ({
  type,
  schemaVersion: 1,
  actor,
  causationId,
  correlationId: null,
  payload,
})

/** What is recorded when a payload is emptied. What is kept of it stands right behind, in an entry that can be emptied in its turn. */
export function payloadErasureEntries({ seq, reason, remains }: PayloadErasure, actor: Actor): NewEntry[] {
  const erased = entry(ERASURE_TYPE, actor, seq, { seq, reason })
  return remains ? [erased, entry(REMAINS_TYPE, actor, seq, { seq, payload: remains })] : [erased]
}

export const outputErasureEntry = (
  { attempt, reason, ranges }: OutputErasure,
  stretches: { fromByte: number; toByte: number; digest: Digest }[],
  actor: Actor,
): NewEntry => entry('output.erased', actor, null, { attemptId: attempt, reason, ranges, stretches })
