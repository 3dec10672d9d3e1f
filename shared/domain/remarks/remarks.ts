/** Remarks for the post-mortem: about a moment that is over, beside the notes that were made at the time. */
import type { Command } from '../../contract/commands.ts'
import { formatCount } from '../../documents/words.ts'
import type { Actor, PayloadOf, RecordedEvent } from '../../events/index.ts'
import type { Batch } from '../batch.ts'
import type { Decision } from '../decision.ts'
import { reject } from '../rejection.ts'
import type { ReleaseState } from '../state.ts'

export type RemarkState = PayloadOf<'remark.added'> & { seq: number; by: Actor; atMs: number }

type Add = Extract<Command, { type: 'remark.add' }>

export function decideRemark(state: ReleaseState, { text, aboutSeq, aboutMs }: Add, nowMs: number): Decision {
  if (aboutSeq > state.size)
    return reject('bad-command', `There is no entry ${formatCount(aboutSeq)} yet: a remark is about what has happened.`)
  if (aboutMs < state.createdAtMs || aboutMs > nowMs)
    return reject('bad-command', 'A remark is about a moment between the first entry of the release and now.')
  return { events: [{ type: 'remark.added', payload: { text, aboutSeq, aboutMs } }] }
}

export function evolveRemarks(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  if (event.type !== 'remark.added') return state
  const remark = { ...event.payload, seq: event.seq, by: event.actor, atMs: Date.parse(event.recordedAt) }
  return { ...state, remarks: batch.append(state.remarks, remark) }
}

/** As they follow one another in the release, not as they were written. */
export const selectRemarks = ({ remarks = [] }: ReleaseState): RemarkState[] =>
  remarks.toSorted((a, b) => a.aboutMs - b.aboutMs || a.aboutSeq - b.aboutSeq || a.seq - b.seq)
