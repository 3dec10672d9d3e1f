/**
 * Notices in the formats of those who receive them. Pure: the same message gives the same bytes, so that a repetition can be told by its id.
 * Slack and Mattermost: `{text}` (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks,
 * https://developers.mattermost.com/integrate/webhooks/incoming). Teams: a message with one Adaptive Card, as the Workflows template "Post to a channel when
 * a webhook request is received" takes it (https://support.microsoft.com/office/8ae491c7-0394-4861-ba59-055e33f75498). CloudEvents 1.0.2 in the JSON format
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md); CDEvents 0.5.1 in it
 * (https://github.com/cdevents/spec/blob/v0.5.1/cloudevents-binding.md). Grafana: https://grafana.com/docs/grafana/latest/developers/http_api/annotations.
 */

import type { NoticeState } from '../../domain/notices/notice-state.ts'
import { OF_REHEARSAL } from '../../domain/notices/owed.ts'

export type Told = Pick<
  NoticeState,
  'id' | 'about' | 'subject' | 'text' | 'anchor' | 'facts' | 'mode' | 'queuedAtMs'
> & {
  release: { ledgerId: string; id: string; name: string; version: string; previous?: string }
}

/** The same for every attempt: what a receiver can tell a repetition by. */
export const messageKey = ({ id, release }: Told): string => `${release.ledgerId}.${id}`

/** `&`, `<` and `>` have a meaning to Slack; Mattermost reads the entities too. Mentions of a whole channel are never made. */
const inSlack = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export const slackBody = ({ subject, text }: Told) => ({ text: `*${inSlack(subject)}*\n${inSlack(text)}` })

export const teamsBody = ({ subject, text }: Told) => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        body: [
          { type: 'TextBlock', size: 'Medium', weight: 'Bolder', text: inCard(subject), wrap: true },
          ...text
            .split('\n')
            .filter((line) => line.trim() !== '')
            .map((line) => ({ type: 'TextBlock', text: inCard(line), wrap: true, spacing: 'Small' })),
        ],
      },
    },
  ],
})

/** A text block of a card reads a subset of Markdown: words that people brought are no links. */
const inCard = (text: string) => text.replace(/[\\*_[\]()]/g, '\\$&')

const iso = (ms: number) => new Date(ms).toISOString()

const about = (told: Told) => (told.about.kind === 'stage' ? told.about.stageId : told.about.eventId)

const sourceOf = ({ release }: Told) =>
  `/release-cockpit/${encodeURIComponent(release.ledgerId)}/${encodeURIComponent(release.id)}`

const cloudEvent = (told: Told, type: string, subject: string, timeMs: number, data: unknown) => ({
  specversion: '1.0',
  id: messageKey(told),
  source: sourceOf(told),
  type,
  subject,
  time: iso(timeMs),
  datacontenttype: 'application/json',
  data,
})

export const webhookBody = (told: Told) => {
  const { subject, text, anchor, facts, mode, release, queuedAtMs } = told
  const { atMs, untilMs, ...rest } = facts
  return cloudEvent(told, `release-cockpit.${told.about.kind}.${about(told)}`, release.id, queuedAtMs, {
    ...{ subject, text, mode, release: release.name, version: release.version },
    ...(release.previous ? { previous: release.previous } : {}),
    ledger: `${anchor.size}:${anchor.head}`,
    facts: { ...rest, at: iso(atMs), ...(untilMs === undefined ? {} : { until: iso(untilMs) }) },
  })
}

/** https://github.com/package-url/purl-spec, type `generic`. */
const purl = (name: string, version: string) => `pkg:generic/${encodeURIComponent(name)}@${encodeURIComponent(version)}`

const SERVICE_EVENTS: Record<string, (told: Told) => { type: string; version: string }> = {
  'run-finished': ({ release: { version, previous } }) => ({
    type: previous ? 'service.upgraded' : 'service.deployed',
    version,
  }),
  'rolled-back': ({ release: { version, previous } }) => ({ type: 'service.rolledback', version: previous ?? version }),
}

/** Undefined for what CDEvents has no event for. */
export function cdeventsBody(told: Told) {
  const { facts, release, anchor } = told
  // CDEvents has no word for it, and a pipeline would take it for a deployment.
  if (facts.outcome?.startsWith(OF_REHEARSAL)) return undefined
  const event = about(told)
  const environment = { id: facts.environment ?? 'unknown' }
  const ofService = SERVICE_EVENTS[event]?.(told)
  const what = ofService
    ? {
        kind: ofService.type,
        id: facts.service ?? release.name,
        content: { environment, artifactId: purl(facts.service ?? release.name, ofService.version) },
      }
    : {
        kind:
          event === 'resolved'
            ? 'incident.resolved'
            : event === 'critical' || event === 'decision'
              ? 'incident.detected'
              : undefined,
        id: facts.incidentId ?? told.id,
        content: {
          environment,
          ...(facts.words ? { description: facts.words } : {}),
          ...(facts.service ? { service: { id: facts.service } } : {}),
          artifactId: purl(facts.service ?? release.name, release.version),
        },
      }
  if (!what.kind) return undefined
  const type = `dev.cdevents.${what.kind}.0.3.0`
  const timestamp = iso(facts.atMs)
  return cloudEvent(told, type, what.id, facts.atMs, {
    context: { specversion: '0.5.1', id: messageKey(told), source: sourceOf(told), type, timestamp },
    subject: { id: what.id, source: sourceOf(told), content: what.content },
    customData: {
      ...{ release: release.name, version: release.version, mode: told.mode, ledger: `${anchor.size}:${anchor.head}` },
      ...(facts.severity ? { severity: facts.severity } : {}),
    },
    customDataContentType: 'application/json',
  })
}

export const grafanaBody = (told: Told, dashboard: string | undefined) => {
  const { subject, text, facts, release } = told
  return {
    time: facts.atMs,
    ...(facts.untilMs === undefined ? {} : { timeEnd: facts.untilMs }),
    ...(dashboard === undefined ? {} : { dashboardUID: dashboard }),
    tags: [
      'release-cockpit',
      about(told),
      release.name,
      release.version,
      ...(facts.environment ? [facts.environment] : []),
    ],
    text: inHtml(`${subject}\n${text}`),
  }
}

/** Grafana shows the text as HTML. */
const inHtml = (text: string) => inSlack(text).replaceAll('\n', '<br>')
