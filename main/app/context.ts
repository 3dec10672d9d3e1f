import type { Engine } from '../engine/engine.ts'
import type { AllPorts } from '../engine/ports.ts'
import type { HistoryReader } from '../ports/history.ts'
import type { Keychain } from '../ports/keychain.ts'
import type { OutputStore } from '../ports/output-store.ts'
import type { PinStore } from '../ports/pins.ts'
import type { Searches } from '../ports/search.ts'
import type { VerifySignature } from '../ports/signatures.ts'
import type { Arms } from './arms.ts'
import type { HistoryBook } from './history-book.ts'

/** What the contract's methods work on when this process owns the ledger. */
export type OwnerContext = {
  ports: AllPorts
  engine: Engine
  output: OutputStore
  searches: Searches
  keychain: Keychain
  verifySignature: VerifySignature
  history: HistoryReader
  past: HistoryBook
  pins: PinStore
  arms: Arms
  ledgerFile: string
  /** `terminal`, `browser` or `desktop`: who presents the app. */
  host: string
  version: string
  user: string
  /** Folder of the program's own resources (samples, schemas). */
  resources: string
  env: Record<string, string | undefined>
}
