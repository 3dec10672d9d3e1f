/** Suggestions of a review as text to take over: a git patch of the runbook, or the `steps:` part of release.yaml. The source is only read. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { allSteps } from '../../shared/runbook/check-links.ts'
import { applyFixes } from '../../shared/runbook/fixes/apply-fixes.ts'
import { linePatch } from '../../shared/runbook/fixes/line-patch.ts'
import { stepsYaml } from '../../shared/runbook/fixes/steps-yaml.ts'
import type { Finding } from '../../shared/runbook/model.ts'
import type { Reviewed } from './review-folder.ts'

export type FixKind = 'patch' | 'steps'

/** `text` is empty when nothing is suggested. `left`: suggestions that have no place in the patch, such as time limits of steps that are no fences. */
export type FixText = { text: string; suggested: number; left: Finding[] }

/** The top of the working tree the file lies in, else its own folder: where `git apply` is called. */
function applyFolder(file: string): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder
    if (folder === dirname(folder)) return dirname(file)
  }
}

function patchText(file: string, { definition, findings }: Reviewed): FixText {
  const fixable = findings.filter((each) => each.fix && resolve(each.file) === resolve(file))
  const before = readFileSync(file, 'utf8')
  const { text, left } = applyFixes(before, fixable, definition ? allSteps(definition.runbook) : [])
  const path = relative(applyFolder(file), file).split(sep).join('/')
  return { text: linePatch(path, before, text), suggested: fixable.length, left }
}

/** Of all findings, or of those `isWanted` picks. `file` is the runbook. */
export function fixText(kind: FixKind, file: string, reviewed: Reviewed, isWanted = (_: Finding) => true): FixText {
  const findings = reviewed.findings.filter((each) => each.fix !== undefined && isWanted(each))
  if (kind === 'patch') return patchText(file, { ...reviewed, findings })
  const left = findings.filter(({ fix }) => !fix?.attributes)
  return { text: stepsYaml(findings), suggested: findings.length, left }
}

/** Writes a new file and never over another. Throws a sentence. */
export function writeNewFile(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EEXIST') throw new Error(`${file} is there already: name another file.`)
    throw new Error(`${file} cannot be written (${code ?? String(error)}).`)
  }
}
