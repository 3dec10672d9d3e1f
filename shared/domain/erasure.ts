/** What is kept of a payload that must not be kept: the facts the state rests on, without the leaked words. Pure. */
import type { Recorded } from '../events/envelope.ts'
import { mapFreeText } from '../events/free-text.ts'
import { upcast } from '../events/upcast.ts'
import { CHECKPOINT_TYPE } from '../ledger/checkpoint.ts'
import { ERASURE_TYPE } from '../ledger/erasure.ts'
import { type Rejection, reject } from './rejection.ts'
import type { ReleaseState } from './state.ts'
import { selectUnfinished } from './steps.ts'

export type PlannedErasure = { remains?: Record<string, unknown>; rejection?: undefined } | { rejection: Rejection }

const ERASED = '(erased)'
const NEVER: readonly string[] = ['release.created', CHECKPOINT_TYPE, ERASURE_TYPE]

type Payload = Record<string, unknown>

const isPayload = (value: unknown): value is Payload => typeof value === 'object' && value !== null

/** Every string with the leaked text taken out, names of keys included. */
function without(value: unknown, leaked: string): unknown {
  if (typeof value === 'string') return value.replaceAll(leaked, '***')
  if (Array.isArray(value)) return value.map((each) => without(each, leaked))
  if (!isPayload(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key.replaceAll(leaked, '***'), without(each, leaked)]),
  )
}

export const holdsText = (payload: unknown, leaked: string): boolean =>
  JSON.stringify(without(payload, leaked)) !== JSON.stringify(payload)

/** Whether an entry with this payload can still be folded. */
function isReadable(entry: Recorded, payload: unknown): payload is Payload {
  try {
    return upcast({ ...entry, payload }) !== undefined
  } catch {
    return false
  }
}

const no = (seq: number, why: string) => reject('wrong-state', `Entry ${seq} cannot be erased: ${why}`)

function refusal(state: ReleaseState, entry: Recorded, leaked: string | undefined) {
  const { seq, type, payload } = entry
  if (NEVER.includes(type)) return no(seq, `${type} holds nothing but what proves the record.`)
  if (payload === null) return no(seq, 'its payload is erased already.')
  if (leaked !== undefined && !holdsText(payload, leaked)) return no(seq, 'the leaked text does not stand in it.')
  if (type !== 'definition.loaded') return undefined
  const open = selectUnfinished(state)[0]
  if (open) return no(seq, `run ${open.id} goes by this definition. Finish, stop or roll it back first.`)
  if (leaked === undefined && Object.keys(state.runs).length > 0)
    return no(seq, 'runs went by this definition. Give the leaked text, so that only it is taken out (--text-from).')
  return undefined
}

/**
 * What an erasure of this entry would keep. With the leaked text, everything but it; without, everything but the words: ids, outcomes, choices and
 * digests stay, because the state (and the way back) rests on them.
 */
export function planErasure(state: ReleaseState, entry: Recorded, leaked?: string): PlannedErasure {
  const refused = refusal(state, entry, leaked)
  if (refused) return refused
  if (entry.type === 'definition.loaded' && leaked === undefined) return {}
  const kept = leaked === undefined ? mapFreeText(entry.payload, () => ERASED) : without(entry.payload, leaked)
  if (isReadable(entry, kept)) return { remains: kept }
  const open = selectUnfinished(state)[0]
  return open ? no(entry.seq, `run ${open.id} is still open, and nothing readable would be left of it.`) : {}
}
