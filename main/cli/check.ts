import { relative, resolve } from 'node:path'
import { formatFinding, hasErrors } from '../../shared/runbook/findings.ts'
import type { Finding } from '../../shared/runbook/model.ts'
import { loadReleaseFolder } from '../app/release-folder.ts'
import { type CliIo, EXIT } from './io.ts'

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

/** `cockpit check`: every finding with its place. 0 clean or only warnings, 1 errors in a folder that can be loaded, 2 one that cannot. */
export async function checkCommand(folder: string, { json }: { json?: boolean }, io: CliIo): Promise<number> {
  const { definition, findings: all } = loadReleaseFolder(resolve(io.cwd, folder))
  const findings = seenFrom(io.cwd, all)
  if (json) io.stdout(`${JSON.stringify({ usable: definition !== undefined, findings })}\n`)
  else {
    for (const finding of findings) io.stdout(`${formatFinding(finding)}\n`)
    io.stdout(`${summary(findings, definition !== undefined)}\n`)
  }
  if (!definition) return EXIT.unusable
  return hasErrors(findings) ? EXIT.failed : EXIT.ok
}
