/** What this machine has and lacks, and, for a release, whether what it measures with answers. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import { checkMachine } from '../../adapters/machine/check-machine.ts'
import type { MeasuredPlace } from '../../adapters/machine/check-prometheus.ts'
import type { OwnerContext } from '../context.ts'
import { findRelease } from './runs.ts'

/** No secret is asked for only to look: a header that needs one says so. */
async function placesOf(context: OwnerContext, { release }: ParsedParams<'machine.check'>): Promise<MeasuredPlace[]> {
  if (release === undefined) return []
  const { definition, folder } = (await findRelease(context, release)).state()
  if (!definition) return []
  return definition.environments.map(({ name: environment }) => {
    const { variables, secrets } = context.ports.variables.resolve({ definition, folder, environment, inputs: {} })
    return { definition, folder, environment, variables: { ...variables, ...secrets } }
  })
}

export async function readMachine(
  context: OwnerContext,
  params: ParsedParams<'machine.check'>,
): Promise<Results['machine.check']> {
  const { ledgerFile, env, keychain } = context
  return checkMachine({ ledgerFile, env, noKeychain: keychain.refusal, places: await placesOf(context, params) })
}
