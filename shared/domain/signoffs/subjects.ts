/** What an approval can be about beside what runs: the schedule, the plan as a whole, a step of the process. As parts, so that a difference can be shown. */
import { describeEvidence } from '../../documents/evidence-words.ts'
import type { PayloadOf } from '../../events/index.ts'
import type { Digest } from '../../ids.ts'
import type { Due, ReleaseProcess } from '../../process/model.ts'
import { formatDuration } from '../../runbook/duration.ts'
import type { ReleaseDefinition, Window } from '../../runbook/model.ts'
import { selectLatestVersion } from '../documents/select-documents.ts'
import { type ItemView, isSettled, type ProcessStepView, projectProcess } from '../process/project-process.ts'
import type { ReleaseState } from '../state.ts'
import { formatInstant, selectScheduled } from '../windows.ts'

export type SubjectPart = NonNullable<PayloadOf<'approval.given'>['parts']>[number]
export type SubjectRef = {
  kind: 'schedule' | 'plan' | 'process-step' | 'poll' | 'document' | 'review'
  subjectId?: string | undefined
}

/** `digest`: where it is not that of the parts. */
export type Subject = SubjectRef & { title: string; parts: SubjectPart[]; digest?: Digest }

const span = ({ startMs, endMs, offsetMinutes }: Window) =>
  `${formatInstant(startMs, offsetMinutes)} to ${formatInstant(endMs, offsetMinutes)}`

const spans = (what: string, windows: readonly Window[]): SubjectPart[] =>
  windows.map((window, index) => ({
    partId: `${what.toLowerCase()}-${index + 1}`,
    title: windows.length > 1 ? `${what} ${index + 1}` : what,
    text: span(window),
  }))

const ANCHORS: Record<Due['anchor'], string> = {
  'window-start': 'the window begins',
  'production-end': 'production is deployed',
  closure: 'the closure',
}

const dueWords = ({ anchor, offsetMs }: Due): string =>
  offsetMs === 0
    ? `when ${ANCHORS[anchor]}`
    : `${formatDuration(Math.abs(offsetMs))} ${offsetMs < 0 ? 'before' : 'after'} ${ANCHORS[anchor]}`

const dueParts = ({ steps }: ReleaseProcess): SubjectPart[] =>
  steps.map(({ id, longTitle, due }) => ({ partId: `due-${id}`, title: `${longTitle} due`, text: dueWords(due) }))

/** Windows, freezes and the dates of the steps, as they count now. */
export function scheduleParts(state: ReleaseState): SubjectPart[] {
  const definition = selectScheduled(state)
  if (!definition) return []
  const { windows, freezes, process } = definition
  const open =
    windows.length === 0 ? [{ partId: 'window', title: 'Window', text: 'any time' }] : spans('Window', windows)
  return [...open, ...spans('Freeze', freezes), ...(process ? dueParts(process) : [])]
}

const itemText = ({ status, words, isKnown, evidence, by }: ItemView): string => {
  if (isKnown) return 'Done, by the record'
  if (status !== 'done') return words
  return `${evidence.map(describeEvidence).join('; ')}${by ? ` (${by})` : ''}`
}

const planPart = ({ definitionDigest }: ReleaseState): SubjectPart => ({
  partId: 'plan',
  title: 'Steps and metrics',
  text: definitionDigest ?? '',
})

/** What is settled of it, and matters; what leads up to the window is about the steps and the schedule, too. */
function stepParts(state: ReleaseState, process: ReleaseProcess, view: ProcessStepView): SubjectPart[] {
  const { step, tasks, deliverables } = view
  const list = step.id === 'checklist' ? (projectProcess(state, state.updatedAtMs)?.checklist ?? []) : []
  const items = [...tasks, ...deliverables, ...list]
    .filter((each) => isSettled(each) && each.status !== 'not-needed')
    .map((each) => ({ partId: each.item.id, title: each.item.title, text: itemText(each) }))
  const isAhead = process.steps.some(({ id, due }) => id === step.id && due.anchor === 'window-start')
  const windows = scheduleParts(state).filter(({ partId }) => /^(?:window|freeze)/.test(partId))
  return isAhead ? [planPart(state), ...windows, ...items] : items
}

const planOf = ({ definitionDigest, definition }: ReleaseState): Subject => ({
  kind: 'plan',
  title: `The plan of ${definition!.name} ${definition!.version}`,
  parts: [],
  digest: definitionDigest!,
})

/** A document as its newest version has it: the SHA-256 of its Markdown is what is bound. */
function documentOf(state: ReleaseState, kind = ''): Subject | { problem: string } {
  const latest = selectLatestVersion(state, kind)
  if (!latest)
    return {
      problem: `No version of a document "${kind}" is on record: save or publish it first, so that it is known what is approved.`,
    }
  const words = kind.replaceAll('-', ' ')
  const title = `${words.slice(0, 1).toUpperCase()}${words.slice(1)}, version ${latest.version}`
  const parts = [{ partId: 'text', title, text: `SHA-256 ${latest.digest}` }]
  return { kind: 'document', subjectId: kind, title, parts, digest: latest.digest }
}

/** What is approved, as it is now; or why there is no such thing. */
export function findSubject(state: ReleaseState, ref: SubjectRef): Subject | { problem: string } {
  const { definition } = state
  if (!definition) return { problem: 'The release folder has not been read yet: open it first.' }
  if (ref.kind === 'plan') return planOf(state)
  if (ref.kind === 'review')
    return { ...planOf(state), kind: 'review', title: `The runbook of ${definition.name} ${definition.version}` }
  if (ref.kind === 'document') return documentOf(state, ref.subjectId)
  if (ref.kind === 'schedule')
    return {
      kind: 'schedule',
      title: `The schedule of ${definition.name} ${definition.version}`,
      parts: scheduleParts(state),
    }
  if (ref.kind === 'poll') {
    const poll = state.polls?.find(({ pollId }) => pollId === ref.subjectId)
    if (!poll) return { problem: 'No poll is open: a person asks the room first.' }
    return { ...planOf(state), kind: 'poll', subjectId: poll.pollId, title: `${poll.environment}: GO or NO-GO` }
  }
  const process = projectProcess(state, state.updatedAtMs)
  const found = process?.steps.find(({ step }) => step.id === ref.subjectId)
  if (!process || !found) {
    const known = process?.steps.map(({ step }) => step.id).join(', ') ?? 'none'
    return { problem: `The process has no step "${ref.subjectId ?? ''}". It has: ${known}.` }
  }
  const { id, longTitle } = found.step
  return { kind: 'process-step', subjectId: id, title: longTitle, parts: stepParts(state, process.process, found) }
}

/** What a definition is compared by, without its prose. */
export type Approved = Pick<ReleaseDefinition, 'runbook' | 'metrics' | 'strategy'>
