/** After a restart: secrets are in memory only, so those of runs that go on are read again. */
import { selectUnfinished } from '../../shared/domain/steps.ts'
import { COCKPIT } from '../../shared/events/envelope.ts'
import type { CockpitEvent } from '../../shared/events/index.ts'
import type { EnginePorts } from './ports.ts'
import type { ReleaseLedger } from './release-ledger.ts'
import type { RunContexts } from './run-contexts.ts'

/** What is not here, or not the same as at the start of its run, is asked for. */
export async function readSecretsAgain(
  ledger: ReleaseLedger,
  contexts: RunContexts,
  { variables }: EnginePorts,
): Promise<void> {
  const record = (event: CockpitEvent) => void ledger.append([event], { actor: COCKPIT })
  const { folder } = ledger.state()
  for (const { id: runId, definition, environment } of selectUnfinished(ledger.state())) {
    await variables.prepare({ definition, folder, environment })
    const needs = contexts.needs(runId)
    if (needs) record({ type: 'secrets.needed', payload: { runId, ...needs } })
    else if (ledger.state().runs[runId]?.secretsNeeded)
      record({ type: 'secrets.provided', payload: { runId, names: [], without: [], accepted: false } })
  }
}
