import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { finding } from '../../../shared/runbook/findings.ts'
import { loadDefinition } from '../../../shared/runbook/load.ts'
import type { Finding, LoadedDefinition } from '../../../shared/runbook/model.ts'
import type { ReadProcess } from '../../../shared/runbook/release/process-part.ts'
import { checkTemplates } from './document-templates.ts'
import { realInside } from './inside.ts'
import { missingAuthorities } from './missing-authorities.ts'
import { readText } from './read-text.ts'

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** Findings name the file where it lies; the definition names it from the folder, so that it is the same wherever the folder is. */
const located = (folder: string, findings: Finding[]): Finding[] =>
  findings.map((each) => ({ ...each, file: resolve(folder, each.file) }))

const OUTSIDE = 'It lies outside the release folder: copy it there, so that it is in git with the rest.'

const isOutside = (folder: string, file: string): boolean => {
  try {
    return realInside(folder, file) === undefined
  } catch {
    return false // What cannot be found is told with its own reason.
  }
}

const reader =
  (folder: string, standardProcess: string): ReadProcess =>
  (file) => {
    const name = file ?? standardProcess
    if (file !== undefined && isOutside(folder, file))
      return { finding: finding('error', 'outside', { file, line: 1, column: 1 }, OUTSIDE) }
    const read = readText(resolve(folder, name), name)
    return 'text' in read ? { file: name, text: read.text } : read
  }

/**
 * Reads `release.yaml`, `runbook.md` and the process of a folder; `standardProcess` is the file of the one it has when it names none. What is wrong with either is among the findings; never throws for bad input.
 */
export function loadReleaseFolder(folder: string, standardProcess: string): LoadedDefinition {
  if (!isFolder(folder)) {
    const sentence = 'There is no such folder. A release is a folder with release.yaml and runbook.md.'
    return { findings: [finding('error', 'no-folder', { file: folder, line: 1, column: 1 }, sentence)] }
  }
  const files = ['release.yaml', 'runbook.md'].map((file) => ({ file, read: readText(join(folder, file), file) }))
  const unread = files.flatMap(({ read }) => ('finding' in read ? [read.finding] : []))
  const [releaseYaml, runbook] = files.map(({ file, read }) => ('text' in read ? { file, text: read.text } : undefined))
  const { definition, findings } = loadDefinition({
    releaseYaml,
    runbook,
    readProcess: reader(folder, standardProcess),
  })
  const isWhole = definition && unread.length === 0
  const templates = definition?.documents ? checkTemplates(folder, definition.documents.templates) : []
  const missing = definition ? [...missingAuthorities(definition, folder), ...templates] : []
  return { ...(isWhole ? { definition } : {}), findings: located(folder, [...unread, ...findings, ...missing]) }
}
