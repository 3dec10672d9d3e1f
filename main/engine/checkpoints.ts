/** When a head is signed: run start and end, approvals, and every minute while entries come (DESIGN §6). */
import type { RecordedEvent } from '../../shared/events/index.ts'
import { CHECKPOINT_TYPE, signCheckpoint } from '../../shared/ledger/checkpoint.ts'
import type { EnginePorts } from './ports.ts'
import type { ReleaseEngine } from './release-engine.ts'

export const CHECKPOINT_INTERVAL_MS = 60_000

const SIGNED_AT: readonly string[] = [
  'run.started',
  'rehearsal.started',
  'run.finished',
  'approval.given',
  'approval.revoked',
  'payload.erased',
  'output.erased',
  'run.amended',
  'ledger.recorded-late',
  'release.closed',
]

export const asksForCheckpoint = (events: RecordedEvent[]) => events.some((event) => SIGNED_AT.includes(event.type))

/** Appends a signed head unless the last entry is one already. */
export function appendCheckpoint(engine: ReleaseEngine, { store, clock }: EnginePorts): void {
  const { release, size, head, ledgerId, checkpoints } = engine.state()
  // Signed when it is in the ledger.
  if (store.lateOf(release)) return
  if (size === 0 || checkpoints.lastSize === size - 1) return
  const payload = signCheckpoint(store.signer, store.head(release) ?? { size, hash: head }, ledgerId, clock.isoNow())
  engine.record([{ type: CHECKPOINT_TYPE, payload }])
}
