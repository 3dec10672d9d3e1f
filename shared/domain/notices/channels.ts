/** Which channels carry a message, and who it reaches there. */
import type { Person, ReleaseDefinition } from '../../runbook/model.ts'
import { isMailAddress } from '../../runbook/notices/mail-address.ts'
import { type Channel, EVERYBODY, type NoticeEvent } from '../../runbook/notices/model.ts'
import type { OwedNotice } from './notice-state.ts'

/** Events CDEvents has a name for. */
const INCIDENTS: readonly NoticeEvent[] = ['critical', 'decision', 'resolved']
const IN_CDEVENTS: readonly NoticeEvent[] = ['run-finished', 'rolled-back', ...INCIDENTS]
const IN_CALENDAR: readonly string[] = ['deployment-scheduled', 'postponed', 'cancelled']

const isForEvents = (channel: Channel, event: NoticeEvent): boolean =>
  channel.kind !== 'calendar' &&
  (channel.kind !== 'webhook' || channel.format !== 'cdevents' || IN_CDEVENTS.includes(event))

const isForStage = (channel: Channel, stage: string): boolean =>
  channel.kind === 'calendar'
    ? IN_CALENDAR.includes(stage)
    : channel.kind !== 'grafana' && (channel.kind !== 'webhook' || channel.format !== 'cdevents')

/** `audience`: roles; everybody the team names when it holds `stakeholders` and the team has no such role. */
const isFor = ({ to }: Channel, audience: string[]): boolean =>
  to === undefined ||
  to.includes(EVERYBODY) ||
  audience.includes(EVERYBODY) ||
  to.some((role) => audience.includes(role))

const isEverybody = ({ team }: ReleaseDefinition, roles: string[]) => roles.includes(EVERYBODY) && !team[EVERYBODY]

const rolesOf = (definition: ReleaseDefinition, { to }: Channel, audience: string[]): string[] => {
  const all = Object.keys(definition.team)
  const wanted = isEverybody(definition, audience) ? all : audience
  const own = to === undefined || isEverybody(definition, to) ? all : to
  return wanted.filter((role) => own.includes(role))
}

const people = ({ team }: ReleaseDefinition, roles: string[]): Person[] => roles.flatMap((role) => team[role] ?? [])

/** Mail addresses, each once; other channels have readers of their own. */
export function recipientsOf(definition: ReleaseDefinition, channel: Channel, audience: string[]): string[] {
  if (channel.kind !== 'smtp') return []
  const contacts = people(definition, rolesOf(definition, channel, audience)).map(({ contact }) => contact ?? '')
  return [...new Set([...channel.addresses, ...contacts.filter(isMailAddress)])]
}

/** People a message is for who have no address a mail could go to. */
export const withoutAddress = (definition: ReleaseDefinition, channel: Channel, audience: string[]): string[] =>
  channel.kind === 'smtp'
    ? [
        ...new Set(
          people(definition, rolesOf(definition, channel, audience))
            .filter(({ contact }) => !isMailAddress(contact ?? ''))
            .map(({ name }) => name),
        ),
      ]
    : []

const reaches = (definition: ReleaseDefinition, channel: Channel, audience: string[]) =>
  channel.kind !== 'smtp' || recipientsOf(definition, channel, audience).length > 0

/** In the mode `test` only one's own channel, in `on` every other one. */
const open = ({ notices }: ReleaseDefinition, mode: 'test' | 'on'): Channel[] =>
  (notices?.channels ?? []).filter(({ name }) => (mode === 'test') === (name === notices?.test))

export function selectStageAudience(definition: ReleaseDefinition, stage: string): string[] {
  const standard = definition.process?.communication.find(({ id }) => id === stage)?.to
  return definition.notices?.stages[stage]?.audience ?? standard ?? [EVERYBODY]
}

/** The channels a stage's message goes to. */
export function selectStageChannels(definition: ReleaseDefinition, stage: string, mode: 'test' | 'on'): Channel[] {
  const audience = selectStageAudience(definition, stage)
  const only = definition.notices?.stages[stage]?.channels
  const channels = open(definition, mode)
  if (mode === 'test') return channels
  return channels.filter(
    (each) =>
      (only ? only.includes(each.name) : isForStage(each, stage)) &&
      isFor(each, audience) &&
      reaches(definition, each, audience),
  )
}

export function selectEventAudience(
  definition: ReleaseDefinition,
  { event, names }: Pick<OwedNotice, 'event' | 'names'>,
): string[] {
  const roles = (names ?? []).filter((name) => name === EVERYBODY || definition.team[name])
  return roles.length > 0 ? roles : (definition.notices?.events[event]?.audience ?? [EVERYBODY])
}

/** The channels an event is told on. What a trigger or a step names narrows it. */
export function selectEventChannels(
  definition: ReleaseDefinition,
  { event, names, mode }: Pick<OwedNotice, 'event' | 'names' | 'mode'>,
): Channel[] {
  const override = definition.notices?.events[event]
  if (override?.off) return []
  const channels = open(definition, mode).filter((each) => isForEvents(each, event))
  if (mode === 'test') return channels
  const audience = selectEventAudience(definition, { event, ...(names ? { names } : {}) })
  const known = definition.notices?.channels.map(({ name }) => name) ?? []
  const named = names?.filter((name) => known.includes(name)) ?? []
  const isRoles = named.length === 0
  return channels.filter(
    (each) =>
      (isRoles ? isFor(each, audience) : named.includes(each.name)) &&
      (override?.channels === undefined || override.channels.includes(each.name)) &&
      reaches(definition, each, audience),
  )
}
