/** A release folder from the skeleton of a strategy: two files for a team to fill in. Nothing that is there is ever overwritten. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { wireFailure } from '../../shared/contract/wire-failure.ts'
import { type NewFile, writeNewFolder } from '../adapters/files/new-folder.ts'
import { resourcesFolder } from './places.ts'

export type NewRelease = { folder: string; strategy: string; name: string; version: string; previous: string }

const skeletons = join(resourcesFolder, 'skeletons')

export const strategyNames = (): string[] => readdirSync(skeletons).toSorted()

/** YAML takes a JSON string as it is; prose gets the plain words. */
const filled = (text: string, { name, version, previous }: NewRelease): string =>
  Object.entries({ name, version, previous }).reduce(
    (before, [key, value]) =>
      before.replaceAll(`{{${key}}}`, () => JSON.stringify(value)).replaceAll(`{{${key.toUpperCase()}}}`, () => value),
    text,
  )

function refuse({ folder, strategy, name, version, previous }: NewRelease): void {
  if (!strategyNames().includes(strategy))
    throw wireFailure(
      'unknown-strategy',
      `There is no strategy "${strategy}". There is: ${strategyNames().join(', ')}.`,
    )
  if (/[\r\n]/.test(`${name}${version}${previous}`))
    throw wireFailure('bad-name', 'Name and versions are one line each.')
  const there = ['release.yaml', 'runbook.md'].filter((file) => existsSync(join(folder, file)))
  if (there.length > 0)
    throw wireFailure(
      'exists',
      `${folder} has ${there.join(' and ')} already: name another folder, nothing is overwritten.`,
    )
}

/** The skeleton of a strategy with names and versions filled in. */
export const skeletonFiles = (wanted: Omit<NewRelease, 'folder'>): NewFile[] =>
  ['release.yaml', 'runbook.md'].map((path) => ({
    path,
    content: filled(readFileSync(join(skeletons, wanted.strategy, path), 'utf8'), { folder: '', ...wanted }),
  }))

/** Writes the files; returns their paths. Throws a `WireFailure` for what a person can mend. */
export function writeNewRelease(wanted: NewRelease): string[] {
  refuse(wanted)
  return writeNewFolder(wanted.folder, skeletonFiles(wanted))
}
