/** Variables and secrets of environments, and what of them changed since the version before. Values of secrets are never known here. */
import type { Environment, SecretRef } from '../../runbook/model.ts'
import type { Ground } from './ground.ts'
import { heading, paragraph, table } from './markdown-blocks.ts'

export const secretWords = (ref: SecretRef): string => {
  if ('env' in ref) return `secret, from the environment variable ${ref.env}`
  if ('file' in ref) return `secret, from the file ${ref.file}`
  return 'keychain' in ref ? `secret, from the keychain as ${ref.keychain}` : 'secret, printed by a command'
}

type Named = ReadonlyMap<string, string>

const namedIn = (environment: Environment | undefined): Named =>
  new Map([
    ...Object.entries(environment?.vars ?? {}),
    ...Object.entries(environment?.secrets ?? {}).map(([name, ref]): [string, string] => [name, secretWords(ref)]),
  ])

const changesOf = (before: Named, after: Named, environment: string): string[][] => {
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted()
  return names.flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)]
    if (was === is) return []
    const what = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed'
    return [[environment, name, what, was ?? '', is ?? '']]
  })
}

/** Against the definition of the version before, where this ledger has it. */
export function configurationChanges({ definition, previousDefinition }: Ground): string[] {
  if (!previousDefinition)
    return [
      paragraph(
        definition.previous === undefined
          ? 'release.yaml names no previous version to compare with.'
          : `This ledger has no release ${definition.previous} to compare the variables with.`,
      ),
    ]
  const of = (environments: readonly Environment[], name: string) => environments.find((each) => each.name === name)
  const names = [...new Set([...definition.environments, ...previousDefinition.environments].map(({ name }) => name))]
  const rows = names.flatMap((name) =>
    changesOf(namedIn(of(previousDefinition.environments, name)), namedIn(of(definition.environments, name)), name),
  )
  const head = ['Environment', 'Variable', 'What', `In ${previousDefinition.version}`, `In ${definition.version}`]
  return [table(head, rows, `No variable and no secret changed since ${previousDefinition.version}.`)]
}

/** Every variable of every environment, beside each other. */
export function variablesTable({ definition }: Ground): string {
  const all = definition.environments.map((each) => ({ name: each.name, named: namedIn(each) }))
  const names = [...new Set(all.flatMap(({ named }) => [...named.keys()]))].toSorted()
  const rows = names.map((name) => [name, ...all.map(({ named }) => named.get(name) ?? 'not set')])
  return table(['Variable', ...all.map(({ name }) => name)], rows, 'release.yaml names no variable and no secret.')
}

/** What a step's text asks for at its start, which no environment has. */
export function inputsPart({ definition }: Ground): string[] {
  const inputs = definition.runbook.stages.flatMap(({ title, steps }) =>
    steps.flatMap((step) => step.inputs.map((name) => [name, title, step.title])),
  )
  return [
    heading(2, 'Asked for when a run starts'),
    table(['Input', 'Stage', 'Step'], inputs, 'Nothing: no step has a <placeholder>.'),
  ]
}
