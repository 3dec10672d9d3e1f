/** Notices drafted from facts: what a person reads, edits and sends, and what is sent by itself. Plain text; nothing is in it that the record does not know. */

import { isBlocking, projectIssues } from '../../domain/issues/project-issues.ts'
import type { OwedNotice } from '../../domain/notices/notice-state.ts'
import type { ReleaseState } from '../../domain/state.ts'
import { formatInstant } from '../../domain/windows.ts'
import type { ReleaseDefinition } from '../../runbook/model.ts'
import type { NoticeEvent, NoticeOverride } from '../../runbook/notices/model.ts'
import { formatActor, formatRole } from '../words.ts'
import { commonFacts, lastRun, offsetOf, runFact, windowWords } from './facts.ts'

export type Draft = { subject: string; text: string }

type Ground = { state: ReleaseState; definition: ReleaseDefinition; nowMs: number }

const said = (ground: Ground, environment: string) => lastRun(ground.state, 'deploy', environment === 'production')

function staging({ state, definition }: Ground): string[] {
  const run = lastRun(state, 'deploy', false)
  const drill = state.runOrder.map((id) => state.runs[id]!).findLast((each) => each.drill && each.finished)
  return [
    run ? runFact(definition, run) : 'Staging: nothing is on record yet.',
    ...(drill ? [`Rollback drill: ${drill.finished!.outcome}, run ${drill.id}.`] : []),
  ]
}

function production(ground: Ground): string[] {
  const { state, definition } = ground
  const run = said(ground, 'production')
  const back = lastRun(state, 'rollback', true)
  const isBack = back && run && back.seq > run.seq
  return [
    run ? runFact(definition, run) : 'Production: nothing is on record yet.',
    ...(isBack ? [runFact(definition, back)] : []),
    ...(run?.deviations.map((each) => `Deviation: ${each}`) ?? []),
  ]
}

function issues({ state }: Ground): string[] {
  const open = projectIssues(state).filter(isBlocking)
  return open.length === 0
    ? ['No open issue.']
    : open.map(({ id, severity, title }) => `Open issue ${id}, ${severity}: ${title}`)
}

const contacts = ({ definition }: Ground): string[] =>
  Object.entries(definition.team)
    .slice(0, 3)
    .flatMap(([role, [person]]) =>
      person ? [`${formatRole(role)}: ${person.name}${person.contact ? `, ${person.contact}` : ''}`] : [],
    )

const lines = (title: string, list: string[]) =>
  list.length === 0 ? [] : ['', title, ...list.map((each) => `- ${each}`)]

const standingWords = ({ state }: Ground): string[] => {
  const { standing } = state
  return standing ? [`${formatActor(standing.by)}: ${standing.reason}`] : []
}

type StageDraft = { subject: string; lead: string; more(ground: Ground): string[] }

/** By the stages of the standard process; another process's stages get the common facts. */
const STAGES: Record<string, StageDraft> = {
  'deployment-scheduled': {
    subject: 'Deployment scheduled',
    lead: 'The deployment is scheduled.',
    more: (ground) => lines('Who to ask', contacts(ground)),
  },
  'staging-complete': {
    subject: 'Staging complete',
    lead: 'The release was deployed to staging.',
    more: (ground) => lines('Staging', staging(ground)),
  },
  'production-imminent': {
    subject: 'Production deployment imminent',
    lead: 'The production deployment is about to begin.',
    more: (ground) => [...lines('Staging', staging(ground)), ...lines('Who to ask', contacts(ground))],
  },
  'production-complete': {
    subject: 'Production deployment complete',
    lead: 'The production deployment is over.',
    more: (ground) => [...lines('Production', production(ground)), ...lines('Issues', issues(ground))],
  },
  'post-deployment-validation': {
    subject: 'Post-deployment validation',
    lead: 'This is how the release does in production.',
    more: (ground) => [...lines('Production', production(ground)), ...lines('Issues', issues(ground))],
  },
  'release-closed': {
    subject: 'Release closed',
    lead: 'The release is closed.',
    more: (ground) => [...lines('Production', production(ground)), ...lines('Issues', issues(ground))],
  },
  postponed: {
    subject: 'Deployment postponed',
    lead: 'The deployment does not take place as announced.',
    more: (ground) => lines('Why', standingWords(ground)),
  },
  cancelled: {
    subject: 'Deployment cancelled',
    lead: 'The deployment is cancelled.',
    more: (ground) => lines('Why', standingWords(ground)),
  },
}

const values = ({ state, definition, nowMs }: Ground, environment: string, facts: string): Record<string, string> => ({
  name: definition.name,
  version: definition.version,
  previous: definition.previous ?? 'none',
  window: windowWords(state, definition, nowMs),
  ticket: definition.ticket ?? 'none',
  environment,
  facts,
})

const filled = (text: string, by: Record<string, string>) =>
  text.replace(/\{([a-z]+)\}/g, (written, name: string) => by[name] ?? written)

/** The team's own words where it has some. A subject is one line. */
function worded(ground: Ground, draft: Draft, facts: string, environment: string, override?: NoticeOverride): Draft {
  const by = values(ground, environment, facts)
  return {
    subject: oneLine(override?.subject === undefined ? draft.subject : filled(override.subject, by)),
    text: override?.text === undefined ? draft.text : filled(override.text, by),
  }
}

/** Line breaks and control characters end a header, and hide what a subject says. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 200)

/** A stage of the process, or `postponed`, `cancelled`. */
export function draftStage(state: ReleaseState, definition: ReleaseDefinition, stage: string, nowMs: number): Draft {
  const ground = { state, definition, nowMs }
  const title = definition.process?.communication.find(({ id }) => id === stage)?.title ?? stage
  const { subject, lead, more } = STAGES[stage] ?? { subject: title, lead: `${title}.`, more: () => [] }
  const facts = [...commonFacts(state, definition, nowMs), ...more(ground)].join('\n').replace(/^\n/, '')
  const of = { subject: `${definition.name} ${definition.version}: ${subject}`, text: `${lead}\n\n${facts}` }
  return worded(
    ground,
    of,
    facts,
    said(ground, 'production')?.environment ?? 'production',
    definition.notices?.stages[stage],
  )
}

const EVENT_WORDS: Record<NoticeEvent, string> = {
  'run-started': 'started',
  'run-finished': 'deployed',
  'run-failed': 'failed',
  'rolled-back': 'rolled back',
  critical: 'CRITICAL',
  decision: 'a decision is open',
  resolved: 'clear again',
  trigger: 'trigger fired',
  step: 'step',
}

const REHEARSED: Partial<Record<NoticeEvent, string>> = {
  'run-started': 'REHEARSAL started, nothing is deployed',
  'run-finished': 'REHEARSAL over, nothing was deployed',
  'run-failed': 'REHEARSAL failed, nothing was deployed',
}

export function draftEvent(state: ReleaseState, definition: ReleaseDefinition, owed: OwedNotice, nowMs: number): Draft {
  const ground = { state, definition, nowMs }
  const { event, runId, facts: of } = owed
  const run = runId && state.runs[runId]
  const place = of.environment ? ` in ${of.environment}` : ''
  const real = event === 'run-started' && run && run.kind === 'rollback' ? 'rollback started' : EVENT_WORDS[event]
  const what = run?.rehearsal ? (REHEARSED[event] ?? `REHEARSAL ${real}`) : real
  const own = [
    ...(of.words ? [of.words] : []),
    ...(of.severity ? [`Severity: ${of.severity}`] : []),
    ...(of.service ? [`Service: ${of.service}`] : []),
    ...(run ? [`Run: ${run.id}, ${run.title}`] : []),
    ...(run && run.deviations.length > 0 ? run.deviations.map((each) => `Deviation: ${each}`) : []),
    `At: ${formatInstant(of.atMs, offsetOf(definition))}`,
  ].join('\n')
  const outcome = event === 'step' ? `${of.words} ${of.outcome}` : what
  const subject = `${definition.name} ${definition.version}: ${outcome}${place}`
  return worded(
    ground,
    { subject, text: `${subject}.\n\n${own}` },
    own,
    of.environment ?? '',
    definition.notices?.events[event],
  )
}

/** The last line of every message: what the record was when it was written. An anchor for `cockpit verify --anchor`. */
export const anchorLine = ({ size, head }: { size: number; head: string }): string => `Ledger ${size}:${head}`

/** The text as it goes out. */
export const sealed = (text: string, anchor: { size: number; head: string }): string =>
  `${text.trimEnd()}\n\n${anchorLine(anchor)}\n`

export const TEST_MARK = 'TEST'

export const marked = (subject: string, mode: 'test' | 'on'): string =>
  mode === 'test' ? oneLine(`${TEST_MARK} ${subject}`) : oneLine(subject)
