/** What is looked at before a command is decided: the token of a protected start, and what a window may name (docs/security.md). */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { type Rejection, reject } from '../../../shared/domain/rejection.ts'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import { foreignInputs } from '../../../shared/domain/window-inputs.ts'
import type { ReleaseDefinition } from '../../../shared/runbook/model.ts'
import type { OwnerContext } from '../context.ts'

/** The command with the digest its token stands for: what was shown is what starts, or nothing does. */
export function armed<C extends ParsedParams<'command.send'>['command']>(
  { arms }: OwnerContext,
  state: ReleaseState,
  command: C,
  token: string | undefined,
): C | { rejection: Rejection } {
  if (command.type !== 'run.start') return command
  const environment = state.definition?.environments.find(({ name }) => name === command.environment)
  if (!environment?.protected) return command
  const { stageId } = command
  const found = arms.check(token, { release: state.release, stageId, environment: environment.name })
  if ('rejection' in found) return found
  if (command.shownDigest !== undefined && command.shownDigest !== found.digest)
    return reject('changed-since-shown', 'The token is for another plan than the digest names: look at it again.')
  return { ...command, shownDigest: found.digest }
}

/** Throws a `WireFailure`. `folder`: what an amendment would take up. */
export function refuseForeignInputs(
  state: ReleaseState,
  { command, isFromWindow }: ParsedParams<'command.send'>,
  folder?: ReleaseDefinition,
): void {
  const [name] = isFromWindow ? foreignInputs(state, command, folder) : []
  if (name !== undefined)
    throw wireFailure(
      'not-from-a-window',
      `${name} is neither asked for by this runbook nor set for this environment, and a window gives nothing else: use \`cockpit run --var ${name}=…\`.`,
    )
}
