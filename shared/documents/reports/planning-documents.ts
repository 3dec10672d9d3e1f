/** Strategy document, schedule and communication plan: parts of what the deployment plan says, each for its own readers. */
import { describeDuration } from '../../analysis/describe.ts'
import { selectProcessDueMs } from '../../domain/process/due.ts'
import { projectProcess } from '../../domain/process/project-process.ts'
import { plannedMsOf } from '../../domain/steps.ts'
import { rollbackMeaning } from '../strategy-words.ts'
import { formatClock } from '../words.ts'
import { planParts } from './deployment-plan.ts'
import type { Parts } from './document-parts.ts'
import { documentHead, type Ground, instant, many, peopleOf, rollbackTargetMs, titleOfRole } from './ground.ts'
import { bullets, heading, paragraph, table } from './markdown-blocks.ts'
import { communicationTable, triggersTable } from './parts.ts'

function choicePart({ definition }: Ground): string[] {
  const rows = Object.entries(definition.process?.strategies ?? {}).map(([kind, { title, description, useWhen }]) => [
    kind === definition.strategy.kind ? `${title}, chosen` : title,
    description,
    useWhen,
  ])
  return rows.length === 0 ? [] : [heading(2, 'Strategies'), table(['Strategy', 'What it is', 'Used when'], rows)]
}

function settingsPart({ definition }: Ground): string[] {
  const settings = Object.entries(definition.strategy.settings)
  const words = (value: unknown) => {
    if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return value.join(', ')
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  return settings.length === 0
    ? []
    : [
        heading(2, 'As release.yaml sets it'),
        table(
          ['Setting', 'Value'],
          settings.map(([name, value]) => [name, words(value)]),
        ),
      ]
}

function wayBackPart(ground: Ground): string[] {
  const { state, environment, nowMs } = ground
  const meaning = rollbackMeaning(state, environment, nowMs)
  return [
    heading(2, 'The way back'),
    paragraph(meaning ?? 'Nothing ran yet: the rollback plan says what it would run.'),
    paragraph(`It may take up to ${formatClock(rollbackTargetMs(ground))}.`),
    triggersTable(ground),
  ]
}

export const strategyDocument: Parts = [
  ['head', (ground) => documentHead(ground, 'Deployment strategy')],
  ['strategy', planParts.strategyPart],
  ['choice', choicePart],
  ['settings', settingsPart],
  ['way-back', wayBackPart],
  ['team', planParts.teamPart],
  ['sign-off', planParts.signOffPart],
]

function stepDates(ground: Ground): string[] {
  const view = projectProcess(ground.state, ground.nowMs)
  if (!view) return []
  const rows = view.steps.map(({ step, number, settled, of, dueAtMs }) => [
    String(number),
    step.longTitle,
    step.owner.map((role) => titleOfRole(ground, role)).join(', '),
    dueAtMs === undefined ? 'no date: release.yaml names no window' : instant(ground, dueAtMs),
    `${settled} of ${of}`,
  ])
  return [heading(2, 'The steps until closure'), table(['', 'Step', 'Owner', 'Due', 'Settled'], rows)]
}

/** The planned time of each stage, laid into the window one after the other. */
function windowPlan(ground: Ground): string[] {
  const { definition, environment } = ground
  const [window] = definition.windows
  const stages = definition.runbook.stages.filter(
    (stage) => stage.kind === 'forward' && (stage.environment === undefined || stage.environment === environment),
  )
  let atMs = window?.startMs
  const rows = stages.map(({ title, steps }) => {
    const planned = steps.map(plannedMsOf)
    const sumMs = planned.reduce<number>((sum, each) => sum + (each ?? 0), 0)
    const open = planned.filter((each) => each === undefined).length
    const from = atMs
    if (atMs !== undefined) atMs += sumMs
    return [
      title,
      from === undefined ? '' : instant(ground, from),
      formatClock(sumMs),
      open === 0 ? '' : `${many(open, 'step')} not planned`,
    ]
  })
  const left = window && atMs !== undefined ? window.endMs - atMs : undefined
  return [
    heading(2, `The deployment of ${environment}`),
    table(['Stage', 'Begins at the earliest', 'Planned', ''], rows, 'The runbook has no stage for it.'),
    ...(left === undefined
      ? []
      : [
          paragraph(
            left >= 0
              ? `${describeDuration(left)} of the window are left after that.`
              : `That is ${describeDuration(-left)} longer than the window.`,
          ),
        ]),
  ]
}

export const deploymentSchedule: Parts = [
  ['head', (ground) => documentHead(ground, 'Deployment schedule')],
  ['windows', planParts.windowsPart],
  ['deployment', windowPlan],
  ['steps', stepDates],
  ['communication', planParts.communicationPart],
]

function recipientsPart(ground: Ground): string[] {
  const { team } = ground.definition
  const rows = Object.keys(team).map((role) => [titleOfRole(ground, role), peopleOf(ground, role)])
  return [heading(2, 'Who can be reached how'), table(['Role', 'Who'], rows, 'release.yaml names nobody.')]
}

const SAYS: Record<string, string> = {
  'deployment-scheduled': 'When, what changes, who is affected, whom to ask',
  'staging-complete': 'What was tested in staging, and what is left',
  'production-imminent': 'When it begins, how long it takes, what is not reachable meanwhile',
  'production-complete': 'Which version is live, how it went, what to watch',
  'post-deployment-validation': 'How it behaves since, issues, feedback',
  'release-closed': 'What came of it, and what was learned',
}

function stagesPart(ground: Ground): string[] {
  const { process } = ground.definition
  if (!process) return [paragraph('This release has no process: it names no stages of communication.')]
  const rows = process.communication.map(({ id, title, due }) => {
    const untilMs = selectProcessDueMs(ground.state, due, ground.nowMs)
    return [title, SAYS[id] ?? '', untilMs === undefined ? 'no date yet' : instant(ground, untilMs)]
  })
  return [
    heading(2, 'Stages'),
    communicationTable(ground, process),
    heading(2, 'What each says'),
    table(['Notice', 'Says', 'Due'], rows),
  ]
}

function rollbackWordsPart(ground: Ground): string[] {
  const { process } = ground.definition
  const roles = process ? [process.owner, ...(process.secondaryOwner ? [process.secondaryOwner] : [])] : []
  return [
    heading(2, 'When it is rolled back'),
    bullets([
      'At its start: that it is rolled back, why, what is affected, when the next word comes.',
      'At its end: which version answers, since when, what stays, what happens next.',
      ...roles.map((role) => `Said by the ${titleOfRole(ground, role)}: ${peopleOf(ground, role)}.`),
    ]),
  ]
}

export const communicationPlan: Parts = [
  ['head', (ground) => documentHead(ground, 'Communication plan')],
  ['stages', stagesPart],
  ['rollback', rollbackWordsPart],
  ['recipients', recipientsPart],
]
