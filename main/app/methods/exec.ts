/** What a typed command would be, before anybody confirms it. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { execStep, findExecPlace } from '../../../shared/domain/decide-exec.ts'
import { execFacts } from '../../engine/exec-facts.ts'
import type { OwnerContext } from '../context.ts'
import { findRelease } from './runs.ts'

export async function previewExec(
  context: OwnerContext,
  { release, command }: ParsedParams<'exec.preview'>,
): Promise<Results['exec.preview']> {
  if (command.type !== 'step.exec') throw wireFailure('bad-params', 'Only a typed command has such a preview.')
  const state = (await findRelease(context, release)).state()
  const place = findExecPlace(state, command)
  if ('rejection' in place) return { ok: false, rejection: place.rejection }
  return {
    ok: true,
    text: execStep(state, place, command).text,
    environment: place.environment,
    protected: place.protected,
    confirmation: execFacts(state, command, context.ports)?.confirmation ?? '',
    ...(place.run ? { runId: place.run.id } : {}),
  }
}
