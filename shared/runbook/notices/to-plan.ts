import type { WrittenCommunication } from '../release/schema-communication.ts'
import type { Channel, Kept, NoticeOverride, NoticePlan } from './model.ts'

type WrittenChannel = WrittenCommunication['channels'][string]
type WrittenStage = WrittenCommunication['stages'][string]

const listed = (value: string | string[]): string[] => (Array.isArray(value) ? value : [value])

const hookOf = ({ url, headers, ca }: { url: unknown; headers: unknown; ca?: string | undefined }) => ({
  url: url as Kept,
  headers: headers as Record<string, Kept>,
  ...(ca === undefined ? {} : { ca }),
})

type Bare<C> = C extends Channel ? Omit<C, 'name' | 'to'> : never

function kindOf({ slack, mattermost, teams, webhook, smtp, grafana, calendar }: WrittenChannel): Bare<Channel> {
  const chat = slack ?? mattermost
  if (chat) return { kind: 'slack', ...hookOf(chat) }
  if (teams) return { kind: 'teams', ...hookOf(teams) }
  if (webhook) return { kind: 'webhook', format: webhook.format, ...hookOf(webhook) }
  if (smtp) {
    const { to, port = smtp.secure ? 465 : 587, ...rest } = smtp
    return { kind: 'smtp', ...rest, port, addresses: listed(to) } as Bare<Channel>
  }
  if (grafana) return { kind: 'grafana', ...grafana } as Bare<Channel>
  if (calendar) return { kind: 'calendar', ...calendar }
  return { kind: 'desktop' }
}

function overrideOf({ to, audience, subject, text, off, ...when }: Partial<WrittenStage>): NoticeOverride {
  const { before, after } = when
  const offsetMs = before === undefined ? after : 0 - before
  return {
    ...(to === undefined ? {} : { channels: to }),
    ...(audience === undefined ? {} : { audience }),
    ...(subject === undefined ? {} : { subject }),
    ...(text === undefined ? {} : { text }),
    ...(off === undefined ? {} : { off }),
    ...(offsetMs === undefined ? {} : { offsetMs }),
  }
}

const overrides = <K extends string>(written: Partial<Record<K, Partial<WrittenStage> | undefined>>) =>
  Object.fromEntries(
    Object.entries(written).map(([id, each]) => [id, overrideOf(each as Partial<WrittenStage>)]),
  ) as Record<K, NoticeOverride>

/** From the validated `communication:` to the plan of notices. */
export const toNoticePlan = ({ mode, test, channels, stages, events }: WrittenCommunication): NoticePlan => ({
  mode: mode ?? 'off',
  ...(test === undefined ? {} : { test }),
  channels: Object.entries(channels).map(
    ([name, each]) => ({ name, ...(each.to ? { to: each.to } : {}), ...kindOf(each) }) as Channel,
  ),
  stages: overrides(stages),
  events: overrides(events),
})
