/** What a reviewer must know first, in one sentence. */
import { allSteps } from './check-links.ts'
import { findDestructive } from './lint/destructive.ts'
import type { Finding, Runbook, Step } from './model.ts'

const PEOPLE: readonly Step['kind'][] = ['manual', 'instruction', 'approval']

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`

const LINES = 5

function hidden(findings: readonly Finding[]): string {
  const lines = findings
    .filter(({ code, severity }) => code === 'hides-failure' && severity === 'warning')
    .map(({ line }) => line)
  const unique = [...new Set(lines)]
  if (unique.length === 0) return 'no line hides its failure'
  const named = unique.slice(0, LINES)
  const more = unique.length - named.length
  if (unique.length === 1) return `line ${named[0]} hides its failure`
  const listed =
    more > 0 ? `${named.join(', ')} and ${more} more` : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
  return `lines ${listed} hide their failure`
}

/** `23 commands, 9 human actions, 3 of the commands dangerous; line 41 hides its failure.` */
export function describeRunbook(runbook: Runbook, findings: readonly Finding[]): string {
  const steps = allSteps(runbook)
  const commands = steps.filter(({ kind }) => kind === 'command' || kind === 'http')
  const people = steps.filter(({ kind }) => PEOPLE.includes(kind))
  const dangerous = commands.filter((step) => step.kind === 'command' && findDestructive(step))
  const danger = dangerous.length === 0 ? 'none of them dangerous' : `${dangerous.length} of the commands dangerous`
  return `${counted(commands.length, 'command')}, ${counted(people.length, 'human action')}, ${commands.length === 0 ? 'nothing dangerous' : danger}; ${hidden(findings)}.`
}
