import { statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { formatFinding, hasErrors } from '../../shared/runbook/findings.ts'
import { describeRunbook } from '../../shared/runbook/headline.ts'
import type { Finding } from '../../shared/runbook/model.ts'
import { type FixKind, fixText, writeNewFile } from '../app/review-fixes.ts'
import { type Reviewed, review } from '../app/review-folder.ts'
import { type CliIo, EXIT } from './io.ts'

export type CheckOptions = { json?: boolean; fixes?: FixKind; output?: string }

/** Paths as the user would type them. */
export const seenFrom = (cwd: string, findings: Finding[]): Finding[] =>
  findings.map((each) => ({ ...each, file: relative(cwd, each.file) || each.file }))

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

function summary(findings: Finding[], isUsable: boolean): string {
  const count = (severity: Finding['severity']) => findings.filter((each) => each.severity === severity).length
  const figures = [
    counted(count('error'), 'error'),
    counted(count('warning'), 'warning'),
    counted(count('hint'), 'hint'),
  ]
  const verdict = isUsable
    ? count('error') > 0
      ? 'it can be loaded, but mend the errors before a run'
      : 'it can be run'
    : 'it cannot be used'
  return `${figures.join(', ')}: ${verdict}.`
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

/** The suggestions as text, to standard output or a new file; what could not be taken over is named beside it. */
function writeFixes(path: string, reviewed: Reviewed, { fixes, output }: CheckOptions, io: CliIo): number {
  const file = isFile(path) ? path : join(path, 'runbook.md')
  const { text, suggested, left } = fixText(fixes!, file, reviewed)
  for (const each of seenFrom(io.cwd, left)) io.stderr(`Not in it, or not all of it: ${formatFinding(each)}\n`)
  if (text === '') {
    io.stderr(suggested === 0 ? 'Nothing is suggested.\n' : 'None of the suggestions has a place there.\n')
    return EXIT.ok
  }
  if (output === undefined) {
    io.stdout(text)
    return EXIT.ok
  }
  const target = resolve(io.cwd, output)
  writeNewFile(target, text)
  io.stderr(
    `Written to ${output}. ${fixes === 'patch' ? `Look at it, then: git apply ${output}` : 'Take over what fits.'}\n`,
  )
  return EXIT.ok
}

/** `cockpit check`: every finding with its place. 0 clean or only warnings, 1 errors in a folder that can be loaded, 2 one that cannot. */
export async function checkCommand(folder: string, options: CheckOptions, io: CliIo): Promise<number> {
  const path = resolve(io.cwd, folder)
  const reviewed = await review(path)
  const { definition, isUsable } = reviewed
  const findings = seenFrom(io.cwd, reviewed.findings)
  if (options.fixes && definition) return writeFixes(path, reviewed, options, io)
  const headline = definition && describeRunbook(definition.runbook, reviewed.findings)
  if (options.json) io.stdout(`${JSON.stringify({ usable: isUsable, ...(headline ? { headline } : {}), findings })}\n`)
  else {
    for (const finding of findings) io.stdout(`${formatFinding(finding)}\n`)
    if (headline) io.stdout(`${headline}\n`)
    io.stdout(`${summary(findings, isUsable)}\n`)
  }
  if (!isUsable) return EXIT.unusable
  return hasErrors(findings) ? EXIT.failed : EXIT.ok
}
