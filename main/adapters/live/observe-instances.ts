import { type ReadInstances, readInstances } from '../../../shared/domain/strategies/read-instances.ts'
import type { InstancesCheck } from '../../../shared/runbook/model.ts'
import type { Variables } from '../metrics/variables.ts'
import { askCommand, askHttp } from './ask.ts'

/** What each instance of a service runs and whether it is well; at most 5 s. Never rejects. */
export async function observeInstances(
  check: InstancesCheck,
  variables: Variables,
  cwd: string,
): Promise<ReadInstances> {
  if ('http' in check) {
    const asked = await askHttp(check.http, variables, 'instances')
    if ('error' in asked) return asked
    // A plain list of lines is as good over HTTP.
    return readInstances(asked.text, asked.where, check.json)
  }
  const asked = await askCommand(check.command, variables, cwd, 'instances')
  return 'error' in asked ? asked : readInstances(asked.text, asked.where)
}
