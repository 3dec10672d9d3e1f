import type { Recorded } from './envelope.ts'
import { eventDefinition, type RecordedEvent } from './index.ts'

/** Turns a payload of an older `schemaVersion` into the next one. Published shapes never change: they are upcast. */
type Upcaster = (payload: unknown) => unknown

const unchanged: Upcaster = (payload) => payload

/** `type` → from version → upcaster to the version after it. */
const upcasters: Record<string, Record<number, Upcaster>> = {
  // Version 2 may say the host; every process of version 1 was on this machine.
  'step.spawned': { 1: unchanged },
  // Version 2 may begin a step that judges a canary.
  'step.started': { 1: unchanged },
  // Version 2 may name services; every rollback of version 1 took back everything.
  'run.started': { 1: unchanged },
  // Version 2 may be spoken or signed; every approval of version 1 was claimed at the keyboard.
  // Version 3 may be about schedule, plan, document, a step of the process or a poll.
  // Version 4 (3 of taking it back) may be about the review of the runbook.
  'approval.given': { 1: unchanged, 2: unchanged, 3: unchanged },
  'approval.revoked': { 1: unchanged, 2: unchanged },
  // Version 2 may say since when; version 1 counts from its entry.
  'metric.blind': { 1: unchanged },
  // Version 2 may say when a commit was made.
  'history.read': { 1: unchanged },
}

/**
 * Brings a stored entry to today's shape and validates it. Undefined for an event type or version newer than this program
 * (kept in the chain, skipped in the fold) and for an erased payload; throws when a stored payload is not what its version promises.
 */
export function upcast(entry: Recorded): RecordedEvent | undefined {
  const definition = eventDefinition(entry.type)
  if (!definition || entry.payload === null || entry.schemaVersion > definition.schemaVersion) return undefined
  let payload: unknown = entry.payload
  for (let version = entry.schemaVersion; version < definition.schemaVersion; version++) {
    const step = upcasters[entry.type]?.[version]
    if (!step) throw new Error(`No upcaster for ${entry.type} from version ${version}.`)
    payload = step(payload)
  }
  const parsed = definition.payload.safeParse(payload)
  if (!parsed.success) throw new Error(`Entry ${entry.seq} (${entry.type}) does not have the shape of its version.`)
  return { ...entry, payload: parsed.data } as RecordedEvent
}
