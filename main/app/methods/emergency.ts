import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import type { ReleaseState } from '../../../shared/domain/state.ts'
import { writeEmergency } from '../../engine/emergency.ts'
import { printEmergency } from '../../engine/print-emergency.ts'
import type { OwnerContext } from '../context.ts'
import { findRelease } from './runs.ts'

/** An environment that release.yaml dropped since may still have something to roll back. */
const hasEnvironment = ({ definition, runs }: ReleaseState, environment: string): boolean =>
  definition?.environments.some(({ name }) => name === environment) ||
  Object.values(runs).some((run) => run.environment === environment)

/** Writes the way back for the night the cockpit is gone, as it is now, and says where it is. */
export async function prepareEmergency(
  context: OwnerContext,
  { release, environment, print }: ParsedParams<'emergency.write'>,
): Promise<Results['emergency.write']> {
  const state = (await findRelease(context, release)).state()
  // Files lie under the name of the environment: only one that exists gets some.
  if (!hasEnvironment(state, environment))
    return { ok: false, message: `This release has no environment "${environment}": nothing was written.` }
  try {
    const paths = writeEmergency(state, environment, context.ports)
    if (paths) {
      const printed = print ? await printEmergency(state, environment, context.ports) : undefined
      return { ok: true, script: paths.script, page: paths.page, ...(printed ? { pdf: printed } : {}) }
    }
    return { ok: false, message: `Nothing in ${environment} can be rolled back: the runbook has no way back for it.` }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { ok: false, message: `emergency-rollback.sh could not be written: ${why}. Free some space and try again.` }
  }
}
