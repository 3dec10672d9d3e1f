/** What an approval of the schedule, the plan or a step of the process would bind now. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { digestSubject } from '../../../shared/domain/signoffs/digest-subject.ts'
import { findSubject } from '../../../shared/domain/signoffs/subjects.ts'
import type { OwnerContext } from '../context.ts'
import { openRelease } from './releases.ts'
import { findRelease } from './runs.ts'

/** The folder is read first: what is approved is what stands in it now. */
export async function readSubject(
  context: OwnerContext,
  { release: id, about }: ParsedParams<'subject.read'>,
): Promise<Results['subject.read']> {
  const release = await findRelease(context, id)
  await openRelease(context, { folder: release.state().folder })
  const found = digestSubject(findSubject(release.state(), about), context.ports.sha256)
  if ('problem' in found) return { ok: false, message: found.problem }
  const { title, parts, digest } = found
  return { ok: true, title, parts, digest }
}

export async function readReadiness(
  context: OwnerContext,
  { release: id }: ParsedParams<'readiness.read'>,
): Promise<Results['readiness.read']> {
  const { definition, folder } = (await findRelease(context, id)).state()
  return { missingScripts: definition ? context.ports.missingScripts(definition, folder) : [] }
}
