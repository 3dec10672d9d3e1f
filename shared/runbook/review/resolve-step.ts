/** What each variable of a step will be in an environment, without reading a secret and without asking anybody. Pure. */
import { isGivenVariable } from '../lint/undefined-variables.ts'
import type { Environment, ReleaseDefinition, SecretRef, Stage, Step } from '../model.ts'
import { builtinVariables, resolveVariables } from '../variables.ts'
import { setsVariables, stepVariables } from './step-variables.ts'

export type VariableOrigin =
  | 'vars'
  | 'release'
  | 'secret'
  | 'input'
  | 'step'
  | 'earlier'
  | 'default'
  | 'machine'
  | 'shell'
  | 'undefined'

export type ResolvedVariable = {
  name: string
  origin: VariableOrigin
  /** Never of a secret. */
  value?: string
  /** Where it comes from: `env DEPLOY_TOKEN`, `asked for before the run`. */
  words: string
}

/** What was found on the cockpit's machine: names only. */
export type MachineNames = {
  machineVariables: readonly string[]
  secrets: readonly { environment: string; name: string; isThere?: boolean }[]
}

/** `env DEPLOY_TOKEN`. */
export function secretWords(ref: SecretRef): string {
  const [[kind, what]] = Object.entries(ref) as [[string, string]]
  return `${kind} ${what}`
}

const PRESENCE = (isThere: boolean | undefined) =>
  isThere === undefined ? 'asked for at the start' : isThere ? 'is there' : 'NOT THERE'

type Place = {
  definition: ReleaseDefinition
  stage: Stage
  environment: Environment
  folder: string
  machine: MachineNames
}

/** The step of the stage before this one that sets it. */
const setBefore = (stage: Stage, step: Step, name: string): Step | undefined =>
  stage.steps.slice(0, stage.steps.indexOf(step)).findLast((each) => setsVariables(each).includes(name))

function secretOf({ environment, machine }: Place, name: string, ref: SecretRef): Omit<ResolvedVariable, 'name'> {
  const found = machine.secrets.find((each) => each.environment === environment.name && each.name === name)
  return { origin: 'secret', words: `${secretWords(ref)}, ${PRESENCE(found?.isThere)}` }
}

function originOf(
  place: Place,
  step: Step,
  name: string,
  hasDefault: boolean,
  plain: Record<string, string>,
): Omit<ResolvedVariable, 'name'> {
  const { definition, stage, environment, folder, machine } = place
  const own = step.attributes.env
  if (own && Object.hasOwn(own, name)) return { origin: 'step', value: own[name]!, words: 'of this step' }
  const earlier = setBefore(stage, step, name)
  if (earlier) return { origin: 'earlier', words: `set by “${earlier.title}”` }
  if (stage.steps.some(({ inputs }) => inputs.includes(name)))
    return { origin: 'input', words: 'asked for before the run' }
  if (Object.hasOwn(environment.secrets, name)) return secretOf(place, name, environment.secrets[name]!)
  if (Object.hasOwn(plain, name)) {
    const isOfRelease =
      Object.hasOwn(builtinVariables(definition, environment.name, folder), name) &&
      !Object.hasOwn(environment.vars, name)
    return {
      origin: isOfRelease ? 'release' : 'vars',
      value: plain[name]!,
      words: isOfRelease ? 'of the release' : `vars of ${environment.name}`,
    }
  }
  if (isGivenVariable(name)) return { origin: 'shell', words: 'of the shell' }
  if (machine.machineVariables.includes(name)) return { origin: 'machine', words: 'of this machine, in no file' }
  return hasDefault
    ? { origin: 'default', words: 'not set: the command’s own default' }
    : { origin: 'undefined', words: 'not set anywhere' }
}

/** Every variable a step reads, in the order it does. */
export function resolveStep(place: Place, step: Step): ResolvedVariable[] {
  const { variables } = resolveVariables(place.definition, place.environment, place.folder, {})
  return [...stepVariables(step)].map(([name, hasDefault]) => ({
    name,
    ...originOf(place, step, name, hasDefault, variables),
  }))
}
