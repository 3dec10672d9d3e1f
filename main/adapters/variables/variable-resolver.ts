import type { Sha256 } from '../../../shared/ids.ts'
import type { Environment, ReleaseDefinition } from '../../../shared/runbook/model.ts'
import { refuseVariable, resolveVariables } from '../../../shared/runbook/variables.ts'
import type { Keychain } from '../../ports/keychain.ts'
import type { ResolvedEnvironment, ResolveRequest, VariableResolver } from '../../ports/outside.ts'
import { referencedFileDigests } from '../files/referenced-files.ts'
import { readSecret } from '../secrets/read-secret.ts'
import { createSecretCommands } from '../secrets/secret-commands.ts'

type Env = Record<string, string | undefined>

export type ResolverOptions = {
  /** Of this process. */
  env: Env
  sha256: Sha256
  keychain: Keychain
  /** Hears of every value that is read, so that it is hidden from then on. */
  onSecret?: (value: string) => void
}

const present = (env: Env): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined))

const environmentOf = (definition: ReleaseDefinition, name: string) =>
  definition.environments.find((each) => each.name === name)

const late = { problem: 'its command gave no answer yet' }

/** Resolves variables and secrets of a run from the release folder, this process's environment, commands and the keychain. */
export function createVariableResolver(options: ResolverOptions): VariableResolver {
  const { env, sha256, keychain, onSecret = () => {} } = options
  const commands = createSecretCommands()

  /** For a rollback what a command printed before is better than nothing; it is said. */
  const commandReader = (folder: string, base: Env, isUrgent: boolean, problems: string[]) => (command: string) => {
    const asked = { command, folder, env: base }
    const before = isUrgent ? commands.before(asked) : undefined
    const printed = (before && commands.fresh(asked)) ?? (before ? late : commands.run(asked))
    if (!before || 'bytes' in printed) return printed
    problems.push(`A secret could not be read again (${printed.problem}): the value read before is used.`)
    return before
  }

  const readAll = (environment: Environment, folder: string, base: Env, isUrgent: boolean) => {
    const secrets: Record<string, string> = {}
    const problems: string[] = []
    const places = { folder, env: base, keychain, run: commandReader(folder, base, isUrgent, problems) }
    for (const [name, ref] of Object.entries(environment.secrets)) {
      const read = readSecret(name, ref, places)
      if ('problem' in read) problems.push(read.problem)
      else {
        onSecret(read.value)
        const refusal = refuseVariable(name, read.value)
        if (refusal) problems.push(refusal)
        else secrets[name] = read.value
      }
    }
    return { secrets, problems }
  }

  const learn = ({ secrets }: Environment, folder: string, base: Env) => {
    const places = { folder, env: base, keychain, run: () => ({ problem: 'not now' }) }
    for (const [name, ref] of Object.entries(secrets)) {
      const read = readSecret(name, ref, places)
      if ('value' in read) onSecret(read.value)
    }
  }

  const resolve = ({
    definition,
    folder,
    environment,
    inputs,
    base,
    isUrgent,
  }: ResolveRequest): ResolvedEnvironment => {
    const under = base ?? present(env)
    const found = environmentOf(definition, environment)
    if (!found) {
      const problems = [`release.yaml has no environment "${environment}".`]
      return { variables: {}, secrets: {}, base: under, problems }
    }
    const { variables, problems } = resolveVariables(definition, found, folder, inputs)
    const read = readAll(found, folder, under, isUrgent ?? false)
    return { variables, secrets: read.secrets, base: under, problems: [...problems, ...read.problems] }
  }

  return {
    resolve,
    async prepare({ definition, folder, environment, base }) {
      const under = base ?? present(env)
      for (const each of definition.environments) learn(each, folder, under)
      const refs = environment ? Object.values(environmentOf(definition, environment)?.secrets ?? {}) : []
      const asked = refs.flatMap((ref) => ('command' in ref ? [{ command: ref.command, folder, env: under }] : []))
      await Promise.all(asked.map((each) => commands.prepare(each)))
    },
    fileDigests: (definition: ReleaseDefinition, folder: string) => referencedFileDigests(definition, folder, sha256),
  }
}
