/** What `--binds` names: the schedule, the plan, a step of the process, or else what a stage runs. */
import type { CockpitClient } from '../../shared/contract/client.ts'
import { givenByWords } from '../../shared/documents/approval-words.ts'
import { formatDigest, formatRole } from '../../shared/documents/words.ts'
import { selectOpenPoll } from '../../shared/domain/polls/select-polls.ts'
import {
  changeWords,
  type SubjectView,
  type SubjectWord,
  selectSubjects,
} from '../../shared/domain/signoffs/subject-words.ts'
import type { SubjectRef } from '../../shared/domain/signoffs/subjects.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { CliFailure } from './failure.ts'
import { EXIT } from './io.ts'
import { readState } from './session.ts'

export type SubjectOptions = { binds?: string; subject?: string }

const KINDS = ['schedule', 'plan', 'process-step', 'poll', 'document', 'review'] as const

/** Undefined for `stage`, and where nothing is said. */
export function subjectOf({ binds, subject }: SubjectOptions): SubjectRef | undefined {
  if (binds === undefined || binds === 'stage') return undefined
  const kind = KINDS.find((each) => each === binds)
  if (!kind) throw new CliFailure(EXIT.unusable, `--binds takes stage, ${KINDS.join(', ')}, not "${binds}".`)
  if (kind === 'process-step' && !subject)
    throw new CliFailure(EXIT.unusable, 'Say which step of the process with --subject ID: cockpit plan lists them.')
  if (kind === 'document' && !subject)
    throw new CliFailure(EXIT.unusable, 'Say which document with --subject KIND: cockpit document lists them.')
  return kind === 'process-step' || kind === 'document' ? { kind, subjectId: subject } : { kind }
}

/** `--binds poll` is the one that is open. */
async function named(client: CockpitClient, release: ReleaseId, about: SubjectRef): Promise<SubjectRef> {
  if (about.kind !== 'poll' || about.subjectId) return about
  const poll = selectOpenPoll(await readState(client, release))
  if (!poll) throw new CliFailure(EXIT.unusable, 'No poll is open: cockpit poll --open asks the room.')
  return { kind: 'poll', subjectId: poll.pollId }
}

/** What would be bound now, as the folder is. */
export async function readSubject(client: CockpitClient, release: ReleaseId, wanted: SubjectRef) {
  const about = await named(client, release, wanted)
  const found = await client.call('subject.read', { release, about })
  if (!found.ok) throw new CliFailure(EXIT.unusable, found.message)
  return { ...found, about }
}

/** `SRE: GO for Deployment strategy, …`, and below it what changed since. */
export const subjectWordLines = (title: string, word: SubjectWord): string[] => {
  const { role, decision, binds, standing, words, changes } = word
  const state = { stands: '', flagged: ', wording changed since', void: ', VOID since a change' }[standing]
  return [
    `${formatRole(role)}: ${decision.toUpperCase()} for ${title}${state}, ${formatDigest(binds.digest)}, ${givenByWords(word)}${words ? `. ${words}` : ''}`,
    ...changes.slice(0, 5).map((change) => `  ${changeWords(change)}`),
  ]
}

export const subjectStatusLines = (state: ReleaseState): string[] =>
  selectSubjects(state).flatMap(({ title, roles }) =>
    roles.flatMap(({ words }) => words.slice(-3).flatMap((word) => subjectWordLines(title, word))),
  )

/** For `cockpit plan`: who has approved, and who is asked still. */
export const subjectPlanLines = ({ title, roles, missing }: SubjectView): string[] => [
  `Approval of ${title}: ${roles.length - missing} of ${roles.length}`,
  ...roles.flatMap(({ role, says, words, asked, missing: left, refusals }) => {
    const about = says ? ` (${says})` : ''
    const state = left === 0 ? 'GO' : refusals.length > 0 ? 'NO-GO' : 'Open'
    const head = `  ${state.padEnd(6)} ${formatRole(role)}${about}${left > 0 ? `: ${asked} can say so` : ''}`
    return [
      head,
      ...words
        .slice(-3)
        .flatMap((word) => subjectWordLines(title, word))
        .map((line) => `    ${line}`),
    ]
  }),
]
