import type { ReleaseId } from '../../shared/ids.ts'
import type { EnginePorts } from './ports.ts'

/** Why nothing of a release goes forward now, as a sentence; undefined when it may. */
export function heldBy(
  release: ReleaseId,
  { store, standIn }: Pick<EnginePorts, 'store' | 'standIn'>,
): string | undefined {
  if (standIn) return `Nothing goes forward while another file stands in for the ledger. ${standIn.message}`
  const journal = store.lateOf(release)
  return (
    journal &&
    `Nothing goes forward while this release is recorded in ${journal.file()} instead of the ledger. ${journal.header.reason}`
  )
}
