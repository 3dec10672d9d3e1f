import type { AttemptState, RunState } from '../../../shared/domain/state.ts'
import type { Step } from '../../../shared/runbook/model.ts'
import { environmentOf, missingHosts, runnerOf } from '../../../shared/runbook/runner.ts'
import type { CommandSpec } from '../../ports/process-runner.ts'
import type { EffectContext } from '../effect-context.ts'
import { joinPath } from '../paths.ts'
import { scriptOf } from './script-of.ts'

/** Variables that are about this machine alone. */
const HERE = ['RELEASE_FOLDER']

/** Another machine has an environment of its own: it gets the release's variables on top, and nothing of this one's. */
export function remoteSpecOf(
  run: RunState,
  attempt: AttemptState,
  step: Step,
  { contexts, ports, state }: Pick<EffectContext, 'contexts' | 'ports' | 'state'>,
): CommandSpec | undefined {
  const target = runnerOf(environmentOf(run.definition, run.environment), step)
  if (target.kind === 'local') return undefined
  if (target.kind === 'no-host') throw new Error(missingHosts(run.definition, run.environment, [only(step)])[0])
  const { host, config } = target
  const { variables, secrets } = contexts.of(run.id)
  const carried = ports.carry.read(run.id, host)
  const env = { ...variables, ...carried?.set, ...step.attributes.env, ...secrets }
  for (const name of [...HERE, ...(carried?.unset ?? [])]) delete env[name]
  return {
    ...scriptOf(run, attempt, step),
    cwd: step.attributes.cwd ?? carried?.cwd ?? '',
    env,
    on: config === undefined ? { host } : { host, config: joinPath(state().folder, config) },
    unset: carried?.unset ?? [],
  }
}

const only = (step: Step) => ({ steps: [step] })
