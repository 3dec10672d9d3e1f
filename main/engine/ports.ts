import type { Clock } from '../ports/clock.ts'
import type { EmergencyFiles } from '../ports/emergency.ts'
import type { EventStore } from '../ports/event-store.ts'
import type { LateJournals } from '../ports/late-journal.ts'
import type { LedgerDisk } from '../ports/ledger-disk.ts'
import type { MetricSource } from '../ports/metric-source.ts'
import type { Notifier } from '../ports/notifier.ts'
import type { OutputImporter } from '../ports/output-store.ts'
import type {
  CarryStore,
  FindMissingScripts,
  Ids,
  KnownSecrets,
  Log,
  ObserveInstances,
  ObserveLive,
  PerformHttpCheck,
  ReadEvidence,
  SecretDigests,
  Sha256,
  VariableResolver,
  VerifyEffect,
} from '../ports/outside.ts'
import type { PdfPrinter } from '../ports/pdf-printer.ts'
import type { ProcessRunner } from '../ports/process-runner.ts'
import type { SampleStore } from '../ports/sample-store.ts'
import type { LateStore } from './late-store.ts'

/** Everything the engine of a release needs of the outside. */
export type EnginePorts = {
  clock: Clock
  store: LateStore
  disk: LedgerDisk
  runner: ProcessRunner
  importer: OutputImporter
  variables: VariableResolver
  secrets: KnownSecrets
  secretDigests: SecretDigests
  observeLive: ObserveLive
  observeInstances: ObserveInstances
  httpCheck: PerformHttpCheck
  verifyEffect: VerifyEffect
  carry: CarryStore
  readEvidence: ReadEvidence
  missingScripts: FindMissingScripts
  emergency: EmergencyFiles
  pdf: PdfPrinter
  notifier: Notifier
  /** Set when another file stands in for a ledger that cannot be used: why nothing may go forward, as a sentence. */
  standIn?: { message: string }
  ids: Ids
  sha256: Sha256
  log: Log
}

/** With what only measuring needs. */
export type AllPorts = EnginePorts & { metrics: MetricSource; samples: SampleStore }

/** What the engine is given: the ledger file as it is, and where to record while it cannot be written. */
export type OutsidePorts = Omit<AllPorts, 'store'> & { store: EventStore; late: LateJournals; isFull?: boolean }
