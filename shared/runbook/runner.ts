/** Where the command of a step runs: on this machine, or on another one through the OpenSSH client. */
import type { Environment, ReleaseDefinition, Stage, Step } from './model.ts'

const NAME = '[A-Za-z0-9_][A-Za-z0-9._-]*'
/** Two colons at least: one alone would be a port, which belongs into the ssh configuration. */
const ADDRESS = '(?=[^:]*:[^:]*:)[0-9A-Fa-f:.]+(?:%[A-Za-z0-9]+)?'

/** What `ssh` may be told to go to. It can neither begin with a dash nor hold anything a shell would read. */
export const HOST = `(?:${NAME}@)?(?:${NAME}|${ADDRESS})`

export const HOST_WORDS = 'a host name, USER@HOST or an alias of the ssh configuration (a port belongs there too)'
export const RUNNER_WORDS = `local, ssh (the host of the environment) or ssh:HOST, where HOST is ${HOST_WORDS}`

/** `config` is an OpenSSH client configuration file, from the release folder; without it the person's own is used. */
export type SshTarget = { kind: 'ssh'; host: string; config?: string }

export type RunnerTarget = { kind: 'local' } | SshTarget | { kind: 'no-host' }

/** Where a step runs in an environment. A step that no command is made of runs nowhere else than here. */
export function runnerOf(environment: Pick<Environment, 'ssh'> | undefined, step: Step): RunnerTarget {
  const { runner } = step.attributes
  if (step.kind !== 'command' || runner === undefined || runner === 'local') return { kind: 'local' }
  const host = runner === 'ssh' ? environment?.ssh?.host : runner.slice('ssh:'.length)
  if (host === undefined) return { kind: 'no-host' }
  const config = environment?.ssh?.config
  return config === undefined ? { kind: 'ssh', host } : { kind: 'ssh', host, config }
}

export const environmentOf = (definition: ReleaseDefinition, name: string): Environment | undefined =>
  definition.environments.find((each) => each.name === name)

/** The host a step runs on, or undefined for this machine. */
export function hostOf(definition: ReleaseDefinition, environment: string, step: Step): string | undefined {
  const target = runnerOf(environmentOf(definition, environment), step)
  return target.kind === 'ssh' ? target.host : undefined
}

/** What must be said before these stages run in an environment: one sentence when a step has no host to go to. */
export function missingHosts(
  definition: ReleaseDefinition,
  environment: string,
  stages: Pick<Stage, 'steps'>[],
): string[] {
  const where = environmentOf(definition, environment)
  const lost = stages.flatMap((stage) => stage.steps).filter((step) => runnerOf(where, step).kind === 'no-host')
  const [first] = lost
  if (!first) return []
  const more = lost.length > 1 ? ` and ${lost.length - 1} more` : ''
  return [
    `"${first.title}"${more} runs on another host (runner=ssh), but ${environment} names none: add ssh: { host: HOST } to it in release.yaml.`,
  ]
}
