/** An entry of the record as people read it, whatever program wrote it. */
import type { Actor, Recorded } from '../../events/envelope.ts'
import { upcast } from '../../events/upcast.ts'
import { describeEvent } from '../describe-event.ts'
import { withoutEscapes } from './plain-output.ts'

export type LogEntry = Pick<Recorded, 'seq' | 'type' | 'recordedAt' | 'actor' | 'hash'> & {
  /** What happened, in one line. */
  words: string
  run?: string
  step?: string
  attempt?: string
  /** The payload's JSON as stored; undefined when it was erased. */
  payload: string | undefined
}

const ERASED = 'What this entry said was erased on the record'
export const CANNOT_READ = 'Cannot be read: run verify on this ledger'
const UNKNOWN = 'Not known to this version of the program: its payload says what it is'

function wordsOf(entry: Recorded): string {
  if (entry.payload === null) return ERASED
  try {
    const event = upcast(entry)
    return event ? withoutEscapes(describeEvent(event)) : UNKNOWN
  } catch {
    return CANNOT_READ
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const ids = ({ correlationId, payload }: Recorded) => {
  const { runId, stepId, attemptId } = (payload ?? {}) as Record<string, unknown>
  const [run, step, attempt] = [textOf(runId) ?? correlationId ?? undefined, textOf(stepId), textOf(attemptId)]
  return {
    ...(run === undefined ? {} : { run }),
    ...(step === undefined ? {} : { step }),
    ...(attempt === undefined ? {} : { attempt }),
  }
}

export function readLogEntry(entry: Recorded, payload: string | undefined): LogEntry {
  const { seq, type, recordedAt, actor, hash } = entry
  return { seq, type, recordedAt, actor, hash, words: wordsOf(entry), ...ids(entry), payload }
}

export const assuranceOf = (actor: Actor): string => (actor.kind === 'person' ? actor.assurance : '')
