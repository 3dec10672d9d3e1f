/** The deployment plan: who, when, how, in which steps, watched by what, and who answers for it. */
import { describeDuration } from '../../analysis/describe.ts'
import { plannedMsOf } from '../../domain/steps.ts'
import type { Stage, Window } from '../../runbook/model.ts'
import { formatClock } from '../words.ts'
import { checksPart } from './checks-part.ts'
import { secretWords } from './configuration-part.ts'
import type { Parts } from './document-parts.ts'
import { documentHead, environmentOf, type Ground, instant, many, peopleOf, titleOfRole } from './ground.ts'
import { heading, paragraph, table } from './markdown-blocks.ts'
import {
  actionOf,
  bulletsOr,
  communicationTable,
  liveWords,
  metricsTable,
  plannedWords,
  severityTitle,
  signOffTable,
  triggersTable,
  undoWords,
} from './parts.ts'
import { undoOrder } from './undo-order.ts'
import { databasePart } from './upgrade-part.ts'

function strategyPart({ definition }: Ground): string[] {
  const { kind } = definition.strategy
  const known = definition.process?.strategies[kind]
  const words = known ? `${known.title}: ${known.description}. Used when: ${known.useWhen}.` : `${kind}.`
  return [heading(2, 'Strategy'), paragraph(words)]
}

function windowsPart(ground: Ground): string[] {
  const rows = (windows: readonly Window[], what: string) =>
    windows.map(({ startMs, endMs, offsetMinutes }) => [
      what,
      instant({ offsetMinutes }, startMs),
      instant({ offsetMinutes }, endMs),
      describeDuration(endMs - startMs),
    ])
  const { windows, freezes } = ground.definition
  return [
    heading(2, 'Windows'),
    table(
      ['', 'From', 'To', 'Length'],
      [...rows(windows, 'Window'), ...rows(freezes, 'Freeze')],
      'release.yaml names no window and no freeze: the schedule forbids no hour.',
    ),
  ]
}

function teamPart(ground: Ground): string[] {
  const { team, process } = ground.definition
  const roles = [...new Set([...(process?.participants ?? []), ...Object.keys(team)])]
  const rows = roles.map((role) => [
    titleOfRole(ground, role),
    process?.roles[role]?.responsibility ?? '',
    peopleOf(ground, role),
  ])
  return [heading(2, 'Team and contacts'), table(['Role', 'Answers for', 'Who'], rows, 'release.yaml names nobody.')]
}

/** One stage with its steps; the sum says how much of it is planned. */
export function stagePart(ground: Ground, { title, steps, environment, pace }: Stage): string[] {
  const rows = steps.map((step, index) => [
    String(index + 1),
    step.title,
    step.attributes.owner ? titleOfRole(ground, step.attributes.owner) : 'not named',
    step.attributes.service ?? '',
    plannedWords(step),
    undoWords(ground, step),
  ])
  const planned = steps.map(plannedMsOf)
  const sumMs = planned.reduce<number>((sum, each) => sum + (each ?? 0), 0)
  const without = planned.filter((each) => each === undefined).length
  const where = environment ? `In ${environment}. ` : ''
  const how = pace === 'auto' ? 'It runs on by itself' : 'A person starts each command'
  const sum = `Planned: ${formatClock(sumMs)}${without > 0 ? `, and ${without} of ${many(steps.length, 'step')} without a planned duration` : ''}.`
  return [
    heading(3, title),
    paragraph(`${where}${how}. ${sum}`),
    table(['', 'Step', 'Owner', 'Service', 'Planned', 'Undone by'], rows, 'No steps.'),
  ]
}

function configurationPart(ground: Ground): string[] {
  const found = environmentOf(ground)
  const rows = [
    ...Object.entries(found?.vars ?? {}),
    ...Object.entries(found?.secrets ?? {}).map(([name, ref]): [string, string] => [name, secretWords(ref)]),
  ]
  return [
    heading(2, `Configuration of ${ground.environment}`),
    table(['Variable', 'Value'], rows, 'release.yaml names no variable and no secret.'),
  ]
}

/** What can be undone at all, and until when; how it is done stands in the rollback plan. */
function wayBackPart({ definition, environment }: Ground): string[] {
  const { steps, kept, without } = undoOrder(definition, environment)
  const names = (list: readonly { title: string }[]) => list.map(({ title }) => title).join(', ')
  return [
    heading(2, 'The way back'),
    bulletsOr(
      [
        steps.length === 0
          ? 'The runbook names no step that undoes anything.'
          : `${many(steps.length, 'step')}, see the rollback plan: ${names(steps.map(({ step }) => step))}.`,
        ...(kept.length > 0 ? [`Stays, or stays from some point on: ${names(kept.map(({ step }) => step))}.`] : []),
        ...(without.length > 0 ? [`No step says what undoes: ${names(without)}.`] : []),
      ],
      '',
    ),
  ]
}

function escalationPart(ground: Ground): string[] {
  const { process } = ground.definition
  const roles = process ? [process.owner, ...(process.secondaryOwner ? [process.secondaryOwner] : [])] : []
  const who = roles.map((role) => `${titleOfRole(ground, role)}: ${peopleOf(ground, role)}`)
  const severities = ['critical', 'high', 'medium', 'low'] as const
  return [
    heading(2, 'Escalation'),
    table(
      ['Severity', 'For example', 'What is done'],
      severities.map((each) => [
        severityTitle(each),
        process?.severities[each]?.examples.join(', ') ?? '',
        actionOf(ground, each),
      ]),
    ),
    bulletsOr(who, 'The process names nobody to escalate to.'),
  ]
}

function servicesPart({ definition }: Ground): string[] {
  const services = definition.services.map(({ name, dependsOn, live }) => [
    name,
    dependsOn.join(', ') || 'nothing',
    liveWords(live),
  ])
  return [
    heading(2, 'Services'),
    table(['Service', 'Depends on', 'Which version answers'], services, 'release.yaml names no service.'),
  ]
}

const stepsPart = (ground: Ground): string[] => [
  heading(2, 'Steps'),
  ...ground.definition.runbook.stages
    .filter((stage) => stage.kind === 'forward')
    .flatMap((stage) => stagePart(ground, stage)),
]

const communicationPart = (ground: Ground): string[] => {
  const { process } = ground.definition
  return process ? [heading(2, 'Communication'), communicationTable(ground, process)] : []
}

const signOffPart = (ground: Ground): string[] => {
  const { process } = ground.definition
  const approvals = process?.steps.find(({ id }) => id === 'strategy')?.approvals ?? {}
  return process ? [heading(2, 'Sign-off'), signOffTable(ground, approvals)] : []
}

export const planParts = { strategyPart, windowsPart, teamPart, communicationPart, signOffPart, escalationPart }

export const deploymentPlan: Parts = [
  ['head', (ground) => documentHead(ground, 'Deployment plan')],
  ['strategy', strategyPart],
  ['windows', windowsPart],
  ['team', teamPart],
  ['services', servicesPart],
  ['steps', stepsPart],
  ['database', databasePart],
  ['configuration', configurationPart],
  ['checks', checksPart],
  ['metrics', (ground) => [heading(2, 'Metrics and targets'), metricsTable(ground)]],
  ['triggers', (ground) => [heading(2, 'Triggers'), triggersTable(ground)]],
  ['way-back', wayBackPart],
  ['escalation', escalationPart],
  ['communication', communicationPart],
  ['sign-off', signOffPart],
]
