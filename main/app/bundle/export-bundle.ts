/** Everything of a release as one archive (docs/bundle.md). It records nothing of its own. */
import type { ReleaseState } from '../../../shared/domain/state.ts'
import type { ReleaseId } from '../../../shared/ids.ts'
import { openSnapshot } from '../../event-store/snapshot.ts'
import { type WrittenBundle, writeBundle } from '../../export/bundle/write-bundle.ts'
import { ExportError } from '../../export/export-error.ts'
import type { LedgerSnapshot } from '../../ports/ledger-snapshot.ts'
import type { OwnerContext } from '../context.ts'
import { findRelease } from '../methods/runs.ts'
import { archiveDocuments, archiveReport } from './archive-documents.ts'
import { bundleParts } from './bundle-parts.ts'
import { readCheckpoints } from './read-checkpoints.ts'

export type BundleJob = {
  release: ReleaseId
  to: string
  overwrite: boolean
  signal: AbortSignal
  onProgress: (doneBytes: number, totalBytes: number) => void
}

const NO_KEY =
  'The signing key beside this ledger is not the one its entries know, so nobody would vouch for the files: put the original key back (the file ends in .key).'

async function writeFrom(context: OwnerContext, snapshot: LedgerSnapshot, state: ReleaseState, job: BundleJob) {
  const { ports } = context
  const { release, to, overwrite, signal, onProgress } = job
  const chain = snapshot.chains().find((each) => each.release === release)
  const bounds = chain && snapshot.bounds(chain.no)
  if (!chain || !bounds) throw new ExportError(`The ledger of ${release} has no readable beginning: run verify on it.`)
  const checkpoints = await readCheckpoints(snapshot, chain.no, signal)
  const { signer } = ports.store
  if (!checkpoints.keys.has(signer.keyId)) throw new ExportError(NO_KEY)
  const { ledgerId } = chain
  const documents = await archiveDocuments(context, state, signal)
  const ids = { ledgerId, keyId: signer.keyId }
  const report = await archiveReport(context, state, ids, documents)
  const about = {
    release,
    ledgerId,
    anchor: `${bounds.size}:${Buffer.from(bounds.head).toString('hex')}`,
    writtenAt: ports.clock.isoNow(),
    writtenBy: `Release Cockpit ${context.version}`,
  }
  const contents = { state, about, keyId: signer.keyId, checkpoints, documents, report }
  const parts = bundleParts(context, snapshot, contents)
  return writeBundle({ to, overwrite, parts, about, signer, mtime: new Date(ports.clock.nowMs()), signal, onProgress })
}

/** Throws `ExportError`, the signal's reason or what the file system says; no half file is left. */
export async function exportBundle(
  context: OwnerContext,
  job: BundleJob,
): Promise<WrittenBundle & { entries: number }> {
  const release = await findRelease(context, job.release)
  // What documents ask of git goes on record: that comes before the moment the bundle is of.
  await archiveDocuments(context, release.state(), job.signal)
  const snapshot = openSnapshot(context.ledgerFile)
  try {
    const state = release.state()
    return { ...(await writeFrom(context, snapshot, state, job)), entries: state.size }
  } finally {
    snapshot.close()
  }
}
