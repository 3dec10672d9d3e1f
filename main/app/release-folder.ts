/** Reading release folders and single runbooks without a ledger, for `cockpit check` and `cockpit steps`. */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { checkStepLinks } from '../../shared/runbook/check-links.ts'
import { finding } from '../../shared/runbook/findings.ts'
import { parseRunbook } from '../../shared/runbook/markdown/parse-runbook.ts'
import type { Finding, LoadedDefinition, Position, Runbook } from '../../shared/runbook/model.ts'
import { loadReleaseFolder as loadFolder } from '../adapters/files/load-release-folder.ts'
import { readText } from '../adapters/files/read-text.ts'
import { resourcesFolder } from './places.ts'

/** A release folder, with the standard process where it names none of its own. */
export const loadReleaseFolder = (folder: string): LoadedDefinition =>
  loadFolder(folder, join(resourcesFolder, 'process', 'deployment-release.yaml'))

/** What cannot be looked at is no folder: reading it then says why. */
function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  } catch {
    return false
  }
}

const neither = (folder: string): ReadSteps => {
  const message = 'This folder holds neither a release.yaml nor a runbook.md: name the Markdown file itself.'
  return { isUsable: false, findings: [finding('error', 'no-runbook', { file: folder, line: 1, column: 1 }, message)] }
}

export type ReadSteps = { runbook?: Runbook; isUsable: boolean; findings: Finding[] }

function readRunbook(path: string): ReadSteps {
  const read = readText(path, path)
  if ('finding' in read) return { isUsable: false, findings: [read.finding] }
  const { runbook, findings, lint } = parseRunbook(path, read.text, [])
  return { runbook, isUsable: true, findings: [...findings, ...checkStepLinks(runbook), ...lint] }
}

/**
 * Any Markdown file by itself. Of a folder its runbook with what release.yaml adds; without a release.yaml the runbook alone, and when that is
 * broken what can be read in spite of it.
 */
export function readSteps(path: string): ReadSteps {
  if (!isFolder(path)) return readRunbook(path)
  const runbookFile = join(path, 'runbook.md')
  if (!existsSync(join(path, 'release.yaml'))) return existsSync(runbookFile) ? readRunbook(runbookFile) : neither(path)
  const { definition, findings }: LoadedDefinition = loadReleaseFolder(path)
  if (definition) return { runbook: inFolder(path, definition.runbook), isUsable: true, findings }
  const { runbook } = readRunbook(runbookFile)
  return { ...(runbook ? { runbook } : {}), isUsable: false, findings }
}

/** With paths that can be opened from anywhere. */
const inFolder = (folder: string, runbook: Runbook): Runbook => {
  const at = <T extends { position: Position }>(each: T): T => ({
    ...each,
    position: { ...each.position, file: join(folder, each.position.file) },
  })
  const stages = runbook.stages.map((stage) => ({ ...at(stage), steps: stage.steps.map(at) }))
  return { ...runbook, file: join(folder, runbook.file), stages, notSteps: runbook.notSteps.map(at) }
}
