/** The folder of an open run as it is now, held against what the run is pinned to. Looking records nothing. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { isEmptyAmendment } from '../../../shared/domain/amendment.ts'
import { amendFacts } from '../../engine/amend-facts.ts'
import type { OwnerContext } from '../context.ts'
import { readForAmendment } from './read-for-amendment.ts'
import { findRelease } from './runs.ts'

export async function readChanges(
  context: OwnerContext,
  { release: id, runId, inputs }: ParsedParams<'run.changes'>,
): Promise<Results['run.changes']> {
  const release = await findRelease(context, id)
  const run = release.state().runs[runId]
  const isAmendable = run && !run.finished && run.kind === 'deploy' && run.stageIds.length > 0
  if (!isAmendable) return { state: 'same' }
  const read = readForAmendment(context, release)
  if ('rejection' in read) return { state: 'unreadable', message: read.rejection.message }
  await context.ports.variables.prepare({
    definition: read.definition,
    folder: release.state().folder,
    environment: run.environment,
  })
  const facts = amendFacts(release.state(), run, read.definition, inputs, context.ports)
  if (isEmptyAmendment(facts)) return { state: 'same' }
  const { changes, others, voids, resolvedDigest, problems } = facts
  return { state: 'changed', changes, others, voids, resolvedDigest, problems }
}
