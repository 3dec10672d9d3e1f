/** The deployment plan: who, when, how, in which steps, watched by what, and who answers for it. */
import { describeDuration } from '../../analysis/describe.ts'
import { plannedMsOf } from '../../domain/steps.ts'
import type { SecretRef, Stage, Window } from '../../runbook/model.ts'
import { formatClock } from '../words.ts'
import { checksPart } from './checks-part.ts'
import { documentHead, environmentOf, type Ground, instant, many, peopleOf, titleOfRole } from './ground.ts'
import { heading, joinBlocks, paragraph, table } from './markdown-blocks.ts'
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

const secretWords = (ref: SecretRef): string => {
  if ('env' in ref) return `secret, from the environment variable ${ref.env}`
  if ('file' in ref) return `secret, from the file ${ref.file}`
  return 'keychain' in ref ? `secret, from the keychain as ${ref.keychain}` : 'secret, printed by a command'
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

export function deploymentPlan(ground: Ground): string {
  const { definition } = ground
  const { process } = definition
  const forward = definition.runbook.stages.filter((stage) => stage.kind === 'forward')
  const services = definition.services.map(({ name, dependsOn, live }) => [
    name,
    dependsOn.join(', ') || 'nothing',
    liveWords(live),
  ])
  return joinBlocks([
    ...documentHead(ground, 'Deployment plan'),
    ...strategyPart(ground),
    ...windowsPart(ground),
    ...teamPart(ground),
    heading(2, 'Services'),
    table(['Service', 'Depends on', 'Which version answers'], services, 'release.yaml names no service.'),
    heading(2, 'Steps'),
    ...forward.flatMap((stage) => stagePart(ground, stage)),
    ...checksPart(ground),
    heading(2, 'Metrics and targets'),
    metricsTable(ground),
    heading(2, 'Triggers'),
    triggersTable(ground),
    ...escalationPart(ground),
    ...configurationPart(ground),
    ...(process
      ? [
          heading(2, 'Communication'),
          communicationTable(ground, process),
          heading(2, 'Sign-off'),
          signOffTable(ground, process.steps.find(({ id }) => id === 'strategy')?.approvals ?? {}),
        ]
      : []),
  ])
}
