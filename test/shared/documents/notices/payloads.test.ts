/** What receivers get, against their published formats. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import {
  cdeventsBody,
  grafanaBody,
  slackBody,
  type Told,
  teamsBody,
  webhookBody,
} from '../../../../shared/documents/notices/payloads.ts'
import { digest } from '../../../../shared/ids.ts'

const FOLDER = join(import.meta.dirname, '../../../fixtures/cdevents-0.5.1')
const read = (name: string) => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'))
const ajv = new Ajv({ strict: false, allErrors: true })
addFormats(ajv)
for (const link of ['end', 'path', 'relation', 'sarray']) ajv.addSchema(read(`links/embeddedlink${link}`))

const told = (eventId: string, facts: Partial<Told['facts']> = {}, previous: string | undefined = '2.3.1'): Told => ({
  id: `n7-${eventId}`,
  about: { kind: 'event', eventId, seq: 7 },
  subject: 'Parcel Tracker 2.4.0: <!channel> & more',
  text: 'One [link](http://evil.example).\n\nLedger 7:abc\n',
  anchor: { size: 7, head: digest('a'.repeat(64)) },
  mode: 'on',
  queuedAtMs: Date.parse('2026-11-28T21:30:00Z'),
  facts: { environment: 'production', atMs: Date.parse('2026-11-28T21:29:59Z'), ...facts },
  release: {
    ledgerId: '82eb06c2',
    id: 'parcel-tracker-2.4.0',
    name: 'Parcel Tracker',
    version: '2.4.0',
    ...(previous ? { previous } : {}),
  },
})

describe('CDEvents 0.5.1 in CloudEvents 1.0', () => {
  const cases: [string, Told, string, string][] = [
    ['servicedeployed', told('run-finished', { service: 'api' }, ''), 'service.deployed', 'api'],
    ['serviceupgraded', told('run-finished', { service: 'api' }), 'service.upgraded', 'api'],
    ['servicerolledback', told('rolled-back', { service: 'api' }), 'service.rolledback', 'api'],
    [
      'incidentdetected',
      told('critical', { incidentId: 'error-rate above 1 critical', severity: 'critical', words: 'Bad.' }),
      'incident.detected',
      'error-rate above 1 critical',
    ],
    ['incidentresolved', told('resolved', { incidentId: 'd-1', service: 'api' }), 'incident.resolved', 'd-1'],
  ]
  it.each(cases)(
    '%s is valid against the published schema, and its envelope says the same',
    (schema, message, kind, subject) => {
      const event = cdeventsBody(message)!
      const validate = ajv.compile(read(schema))
      expect(validate(event.data), JSON.stringify(validate.errors)).toBe(true)
      const { context } = event.data as { context: Record<string, string> }
      expect(event).toMatchObject({
        specversion: '1.0',
        type: `dev.cdevents.${kind}.0.3.0`,
        subject,
        datacontenttype: 'application/json',
      })
      expect([context.id, context.type, context.source, context.timestamp]).toEqual([
        event.id,
        event.type,
        event.source,
        event.time,
      ])
      expect(event.time).toBe('2026-11-28T21:29:59.000Z')
    },
  )

  it('names the version that is live afterwards: the one before, when it was rolled back', () => {
    expect(JSON.stringify(cdeventsBody(told('rolled-back', { service: 'api' })))).toContain('pkg:generic/api@2.3.1')
    expect(cdeventsBody(told('run-started'))).toBeUndefined()
  })
})

describe('other receivers', () => {
  it('a chat room gets words, never a mention of everybody or a link somebody smuggled in', () => {
    expect(slackBody(told('critical')).text).toContain('&lt;!channel&gt; &amp; more')
    const [attachment] = teamsBody(told('critical')).attachments
    expect(attachment!.contentType).toBe('application/vnd.microsoft.card.adaptive')
    expect(attachment!.content.body.map(({ type }) => type)).toEqual(['TextBlock', 'TextBlock', 'TextBlock'])
    expect(attachment!.content.body[1]!.text).toBe('One \\[link\\]\\(http://evil.example\\).')
  })

  it('Grafana gets the instant, tags and text without markup', () => {
    expect(grafanaBody(told('run-finished'), 'abc')).toMatchObject({
      time: Date.parse('2026-11-28T21:29:59Z'),
      dashboardUID: 'abc',
      tags: ['release-cockpit', 'run-finished', 'Parcel Tracker', '2.4.0', 'production'],
      text: expect.stringContaining('&lt;!channel&gt; &amp; more<br>One'),
    })
  })

  it('a webhook gets a CloudEvent whose id is the same each time it is sent', () => {
    const event = webhookBody(told('decision'))
    expect(event).toMatchObject({
      id: '82eb06c2.n7-decision',
      type: 'release-cockpit.event.decision',
      subject: 'parcel-tracker-2.4.0',
    })
    expect(event).toEqual(webhookBody(told('decision')))
  })
})
