import type { EventStore } from '../ports/event-store.ts'
import { openReadonly } from './database.ts'
import { createReading } from './reading.ts'

export type LedgerReader = Pick<EventStore, 'read' | 'head' | 'releases' | 'close'>

/** Reads a ledger file beside its owner, always at its latest. Throws `LedgerUnwritable`. */
export function openLedgerReader(file: string): LedgerReader {
  const db = openReadonly(file)
  try {
    return { ...createReading(db), close: () => db.close() }
  } catch (error) {
    db.close()
    throw error
  }
}
