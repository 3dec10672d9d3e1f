/** What differs between two definitions apart from their steps, in sentences. */
import { canonicalText } from '../ledger/canonical.ts'
import type { ReleaseDefinition, Step } from '../runbook/model.ts'
import type { FileDigests } from './amendment.ts'
import type { RunState } from './state.ts'

const same = (a: unknown, b: unknown) => canonicalText([a ?? null]) === canonicalText([b ?? null])

/** Whether a command names a file, by its path or its own name. */
export const namesFile = (step: Step, file: string): boolean =>
  step.text.includes(file) || step.text.includes(file.split('/').at(-1)!)

const differing = (before: object, after: object): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !same((before as Record<string, unknown>)[key], (after as Record<string, unknown>)[key]),
  )

function environmentSentences(run: RunState, next: ReleaseDefinition): string[] {
  const find = (definition: ReleaseDefinition) => definition.environments.find((each) => each.name === run.environment)
  const [before, after] = [find(run.definition), find(next)]
  if (!before || !after) return []
  const vars = differing(before.vars, after.vars)
  const secrets = differing(before.secrets, after.secrets)
  const others = differing(before, after).filter((key) => !['vars', 'secrets', 'protected'].includes(key))
  return [
    ...(vars.length > 0 ? [`Variables of ${run.environment}: ${vars.join(', ')}.`] : []),
    ...(secrets.length > 0 ? [`Where secrets of ${run.environment} come from: ${secrets.join(', ')}.`] : []),
    ...(others.length > 0 ? [`${run.environment} in release.yaml: ${others.join(', ')}.`] : []),
    ...(before.protected === after.protected
      ? []
      : [
          `${run.environment} is ${after.protected ? '' : 'no longer '}protected in release.yaml; this run stays as it was started.`,
        ]),
  ]
}

/** The named ones that were added, removed or say something else. */
const namedSentence = (what: string, before: { name: string }[], after: { name: string }[]): string[] => {
  const byName = (each: { name: string }[]) => Object.fromEntries(each.map((one) => [one.name, one]))
  const names = differing(byName(before), byName(after))
  return names.length > 0 ? [`${what}: ${names.join(', ')}.`] : []
}

const withoutPlaces = <T extends { name: string; position?: unknown }>(all: T[]) =>
  all.map(({ position: _, ...rest }) => ({ ...rest, name: rest.name }))

/** Of the release as a whole: what was previous, triggers, team, windows, services, metrics. */
export const partSentences = (before: ReleaseDefinition, next: ReleaseDefinition): string[] => {
  const triggers = (each: ReleaseDefinition) => each.triggers.map(({ position: _, ...rest }) => rest)
  const parts: [string, boolean][] = [
    ['The previous version', same(before.previous, next.previous)],
    ['Triggers', same(triggers(before), triggers(next))],
    ['The team', same(before.team, next.team)],
    ['Windows', same(before.windows, next.windows)],
    ['Freezes', same(before.freezes, next.freezes)],
    ['The strategy', same(before.strategy, next.strategy)],
  ]
  return [
    ...namedSentence('Services', withoutPlaces(before.services), withoutPlaces(next.services)),
    ...namedSentence('Metrics and their targets', withoutPlaces(before.metrics), withoutPlaces(next.metrics)),
    ...parts.filter(([, isSame]) => !isSame).map(([name]) => `${name} changed.`),
  ]
}

/** Files are run from the folder as they are: what changed there is in force already, and this says so. */
const fileSentence = (files: string[]) =>
  `Changed on disk, and in force for every command that names it: ${files.join(', ')}.`

export type OtherChanges = { sentences: string[]; changedFiles: string[]; touchesAll: boolean }

export function otherChanges(run: RunState, next: ReleaseDefinition, files: FileDigests): OtherChanges {
  const known = run.files ?? {}
  const changedFiles = Object.keys(known).filter((file) => known[file] !== files[file])
  const environment = environmentSentences(run, next)
  return {
    sentences: [
      ...environment,
      ...partSentences(run.definition, next),
      ...(changedFiles.length > 0 ? [fileSentence(changedFiles)] : []),
    ],
    changedFiles,
    touchesAll: environment.length > 0 || !same(run.definition.previous, next.previous),
  }
}
