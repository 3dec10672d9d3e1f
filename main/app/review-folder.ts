/** Everything there is to say about a release folder or a Markdown file by itself, offline: what the linter says, and what this machine knows. */
import { statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { limitFindings, sortFindings } from '../../shared/runbook/findings.ts'
import { loadDefinition } from '../../shared/runbook/load.ts'
import type { Finding, ReleaseDefinition } from '../../shared/runbook/model.ts'
import { readText } from '../adapters/files/read-text.ts'
import { findDeadLinks } from '../adapters/review/dead-links.ts'
import { findMissingPrograms } from '../adapters/review/missing-programs.ts'
import { checkShellSyntax } from '../adapters/review/shell-syntax.ts'
import { loadReleaseFolder } from './release-folder.ts'

/** Places as paths that can be opened. `isUsable`: whether it could be run (a file: read). */
export type Reviewed = { definition?: ReleaseDefinition; isUsable: boolean; findings: Finding[] }

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

const runbookIn = (folder: string) => join(folder, 'runbook.md')

const located = (folder: string, findings: readonly Finding[]): Finding[] =>
  findings.map((each) => ({ ...each, file: resolve(folder, each.file) }))

/** Links are looked at even where release.yaml forbids the folder: they need no more than the text. */
function deadLinks(path: string): Finding[] {
  const read = readText(path, path)
  return 'text' in read ? findDeadLinks(path, path, read.text) : []
}

async function ofMachine(definition: ReleaseDefinition, folder: string): Promise<Finding[]> {
  const steps = definition.runbook.stages.flatMap((stage) => stage.steps)
  return located(folder, [...(await checkShellSyntax(steps)), ...findMissingPrograms(definition, folder)])
}

async function reviewFolder(folder: string): Promise<Reviewed> {
  const { definition, findings } = loadReleaseFolder(folder)
  const more = definition ? await ofMachine(definition, folder) : []
  const all = limitFindings(sortFindings([...findings, ...more, ...deadLinks(runbookIn(folder))]))
  return { ...(definition ? { definition } : {}), isUsable: definition !== undefined, findings: all }
}

/** What stands for the release.yaml that a runbook by itself does not have. */
const ALONE = {
  file: '',
  text: 'cockpit: 1\nrelease: { name: Runbook, version: 0.0.0 }\nstrategy: big-bang\nenvironments: { this-machine: {} }\n',
}

/** A runbook by itself: `release.yaml` is not missed. */
async function reviewFile(path: string): Promise<Reviewed> {
  const folder = dirname(path)
  const file = basename(path)
  const read = readText(path, file)
  if ('finding' in read) return { isUsable: false, findings: located(folder, [read.finding]) }
  const { definition, findings } = loadDefinition({ releaseYaml: ALONE, runbook: { file, text: read.text } })
  const ofRunbook = findings.filter((each) => each.file === file)
  const more = definition ? await ofMachine(definition, folder) : []
  const all = limitFindings(sortFindings([...located(folder, ofRunbook), ...more, ...deadLinks(path)]))
  return { ...(definition ? { definition } : {}), isUsable: true, findings: all }
}

/** Reads nothing but files and the shells' own `-n`; no network, and nothing of the runbook is executed. Never throws for bad input. */
export const review = (path: string): Promise<Reviewed> =>
  isFolder(path) || !statSync(path, { throwIfNoEntry: false }) ? reviewFolder(path) : reviewFile(path)
