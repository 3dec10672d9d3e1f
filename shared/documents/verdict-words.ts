/** A verdict in words: what it means, and the first thing that is wrong beside what it should be. */
import type { Recorded } from '../events/envelope.ts'
import { digest, releaseId } from '../ids.ts'
import type { ChainReport, Comparison, Verdict } from '../ledger/verdict.ts'
import { CANNOT_READ, readLogEntry } from './log/log-entry.ts'
import { formatActor } from './words.ts'

export const VERDICT_MEANS: Record<Verdict, string> = {
  'VALID AND ANCHORED': 'Nothing was changed, removed or cut off up to the anchor.',
  'VALID, COMPLETENESS UNPROVEN': 'Nothing was changed. Whether later entries were cut off, only an anchor can say.',
  GAP: 'Entries or files are missing.',
  INVALID: 'Something is not as it was recorded. Do not rely on it.',
  UNREADABLE: 'It is not a record, or too damaged to be read.',
}

export type BadWords = {
  /** What stands there, as name and words. */
  entry: { name: string; words: string }[]
  compare: Comparison[]
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    return undefined
  }
}

const isEnvelope = (value: unknown): value is Recorded => {
  const { type, recordedAt, actor } = (value ?? {}) as Partial<Recorded>
  return (
    typeof type === 'string' &&
    typeof recordedAt === 'string' &&
    typeof (actor as { kind?: unknown })?.kind === 'string'
  )
}

/** As far as it can be read: a tampered entry may be anything. */
function entryWords({ envelope, payload }: { envelope: string; payload: string | null }): BadWords['entry'] {
  const found = parsed(envelope)
  const said = parsed(payload)
  if (!isEnvelope(found)) return [{ name: 'What stands there', words: envelope.slice(0, 500) }]
  const recorded = { ...found, payload: said ?? null, hash: digest(''), release: releaseId('') } as Recorded
  const { words } = readLogEntry(recorded, undefined)
  return [
    { name: 'Calls itself', words: `entry ${String(found.seq)}, ${found.type}` },
    { name: 'Recorded', words: `${found.recordedAt}, ${String(formatActor(found.actor))}` },
    ...(said === undefined || said === null
      ? []
      : [{ name: 'Says', words: words === CANNOT_READ ? 'Nothing an entry of this type can say' : words }]),
    ...(payload === null ? [] : [{ name: 'Payload', words: payload.slice(0, 1000) }]),
  ]
}

/** Undefined when there is nothing to set side by side. */
export function badWords({ firstBad }: ChainReport): BadWords | undefined {
  if (!firstBad) return undefined
  const entry = firstBad.entry ? entryWords(firstBad.entry) : []
  return entry.length + firstBad.compare.length === 0 ? undefined : { entry, compare: firstBad.compare }
}
