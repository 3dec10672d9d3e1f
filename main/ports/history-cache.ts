import type { ReleaseHistory } from '../../shared/domain/history/release-history.ts'
import type { StepTimes } from '../../shared/domain/history/step-times.ts'
import type { ReleaseId } from '../../shared/ids.ts'

/** Made from the first `size` entries of the release. */
export type KeptHistory = { size: number; history: ReleaseHistory; steps: StepTimes[] }

/** What was projected of releases before, kept beside the ledger. It may be deleted at any time, and may be wrong: it is shown, never relied on. */
export interface HistoryCache {
  /** Of every release that has a row of today's version; rows that cannot be read are left out. */
  all(): Map<ReleaseId, Omit<KeptHistory, 'steps'>>
  steps(release: ReleaseId): StepTimes[] | undefined
  /** Keeps it. Throws `LedgerUnwritable`. */
  keep(release: ReleaseId, kept: KeptHistory): void
}
