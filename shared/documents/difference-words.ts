/** The difference between two runbooks in words and lines, for terminal and window. */
import type { DifferenceKind, StepDifference } from '../runbook/diff/compare-runbooks.ts'
import type { Compared, ComparedWith } from '../runbook/diff/comparison.ts'
import { diffText } from './line-diff.ts'

export const DIFFERENCE_WORDS: Record<DifferenceKind, string> = {
  added: 'Added',
  removed: 'Removed',
  command: 'Command changed',
  attributes: 'Attributes changed',
  moved: 'Moved',
  prose: 'Prose only',
}

/** What else differs about a step, beside what its kind says. */
export const differenceDetail = ({ kind, isMoved, fromStage, attributes, stage }: StepDifference): string =>
  [
    fromStage ? `from ${fromStage} to ${stage}` : isMoved && kind !== 'moved' ? 'moved as well' : '',
    attributes.join(', '),
  ]
    .filter(Boolean)
    .join('; ')

const PART_WORDS = { command: 'What is executed', attributes: 'Attributes', prose: 'Prose' }

export const partTitle = (about: StepDifference['parts'][number]['about']): string => PART_WORDS[about]

export const comparedWithWords = (compared: ComparedWith, formatTime: (ms: number) => string): string =>
  compared.kind === 'run'
    ? `version ${compared.version}, last executed in ${compared.environment} on ${formatTime(compared.atMs)}`
    : `${compared.revision} (${compared.commit.slice(0, 10)} of ${formatTime(compared.atMs)}: ${compared.subject})`

/** `2 commands changed, 1 step moved`, the weightiest first. */
export function differenceSummary(changes: readonly StepDifference[]): string {
  const count = (kind: DifferenceKind) => changes.filter((each) => each.kind === kind).length
  const words: [DifferenceKind, string, string][] = [
    ['command', 'command changed', 'commands changed'],
    ['added', 'step added', 'steps added'],
    ['removed', 'step removed', 'steps removed'],
    ['attributes', 'step with other attributes', 'steps with other attributes'],
    ['moved', 'step moved', 'steps moved'],
    ['prose', 'step with other prose only', 'steps with other prose only'],
  ]
  const said = words.flatMap(([kind, one, many]) =>
    count(kind) ? [`${count(kind)} ${count(kind) === 1 ? one : many}`] : [],
  )
  return said.length === 0 ? 'No step differs.' : `${said.join(', ')}.`
}

const indented = (text: string) => text.replace(/^(?=.)/gm, '      ')

const changeLines = (change: StepDifference): string[] => {
  const detail = differenceDetail(change)
  return [
    `  ${DIFFERENCE_WORDS[change.kind].padEnd(18)} ${change.title} [${change.stepId}] runbook.md:${change.line}${detail ? `: ${detail}` : ''}`,
    ...change.parts.map(({ lines }) => indented(diffText(lines)).trimEnd()),
  ]
}

export const comparisonLines = (compared: Compared, formatTime: (ms: number) => string): string[] => [
  `Against ${comparedWithWords(compared.with, formatTime)}`,
  differenceSummary(compared.changes),
  ...compared.changes.flatMap(changeLines),
  ...compared.others.map((each) => `  ${each}`),
]
