/** A run taken up without its secrets gets them from this terminal: from its environment, else from the person at it. */
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { RunState } from '../../shared/domain/state.ts'
import type { ReleaseId, RunId } from '../../shared/ids.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { readState, type Sender } from './session.ts'

type Asked = { client: CockpitClient; release: ReleaseId; run: RunId; as: Sender; io: CliIo; goOn: boolean }

/** Values this terminal has by the references of the environment. */
function ownValues({ definition, environment }: RunState, names: string[], io: CliIo): Record<string, string> {
  const secrets = definition.environments.find((each) => each.name === environment)?.secrets ?? {}
  const found = names.flatMap((name): [string, string][] => {
    const ref = secrets[name]
    const value = ref && 'env' in ref ? io.env[ref.env] : undefined
    return value ? [[name, value]] : []
  })
  return Object.fromEntries(found)
}

async function askedFor(names: string[], io: CliIo): Promise<Record<string, string>> {
  const values: Record<string, string> = {}
  for (const name of names) {
    const value = await io.askHidden?.(`${name} (not shown): `)
    if (value) values[name] = value
  }
  return values
}

/** Ends the command with a sentence when the run cannot go on without a person. */
export async function giveSecrets({ client, release, run, as, io, goOn }: Asked): Promise<void> {
  const state = (await readState(client, release)).runs[run]
  const needed = state?.secretsNeeded
  if (!state || !needed) return
  const names = [...needed.missing, ...needed.changed]
  const provide = (values: Record<string, string>) =>
    client.call('secrets.provide', { release, runId: run, values, goOn, as })
  const first = await provide(ownValues(state, names, io))
  if (first.ok) return
  io.stderr(`The run was taken up without secrets it began with. ${first.message}\n`)
  const second = io.askHidden ? await provide(await askedFor(names, io)) : first
  if (second.ok) return
  const ways = 'attach where they are set, give them in the window, or go on with what is there: --without-secrets'
  throw new CliFailure(EXIT.unusable, `${second.message} The run waits: ${ways}.`)
}
