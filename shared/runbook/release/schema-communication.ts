/** `communication:` of release.yaml: channels, the process's six stages, messages sent on events (docs/communication.md). */
import { z } from 'zod'
import { isMailAddress } from '../notices/mail-address.ts'
import { NOTICE_EVENTS, NOTICE_MODES } from '../notices/model.ts'
import { durationSchema, namesSchema, textSchema } from '../step-attributes.ts'

const KEPT_WORDS =
  'text, or where it is kept with exactly one of env, file, keychain, command, such as { env: SLACK_URL }'
const REF_WORDS =
  'a reference with exactly one of env, file, keychain, command, such as { env: SMTP_PASSWORD }; never the value itself'
const refSchema = z
  .strictObject(
    { env: textSchema, file: textSchema, keychain: textSchema, command: textSchema },
    { error: (issue) => (issue.code === 'invalid_type' ? `bad-secret|${REF_WORDS}` : undefined) },
  )
  .partial()
  .refine((ref) => Object.keys(ref).length === 1, { error: `bad-secret|${REF_WORDS}` })
const keptSchema = z.union([textSchema, refSchema], { error: `bad-secret|${KEPT_WORDS}` })

const hook = z.strictObject({
  url: keptSchema,
  headers: z.record(z.string(), keptSchema).default({}),
  ca: textSchema.optional().describe('A PEM file of the authority trusted instead of the machine’s.'),
})

const ADDRESS_WORDS = 'a mail address such as ops@example.com'
const addressSchema = z
  .string({ error: `bad-value|${ADDRESS_WORDS}` })
  .refine(isMailAddress, { error: `bad-value|${ADDRESS_WORDS}` })

const KINDS = {
  desktop: z.boolean(),
  slack: hook,
  mattermost: hook,
  teams: hook,
  webhook: hook.extend({ format: z.enum(['json', 'cdevents']).default('json') }),
  smtp: z.strictObject({
    host: textSchema,
    port: z.number().int().min(1).max(65_535).optional(),
    secure: z.boolean().default(false).describe('TLS from the first byte.'),
    from: addressSchema,
    to: z
      .union([addressSchema, z.array(addressSchema)])
      .default([])
      .describe('Addresses beside those of the team.'),
    user: keptSchema.optional(),
    password: refSchema.optional(),
    ca: textSchema.optional(),
  }),
  grafana: z.strictObject({
    url: keptSchema,
    token: refSchema,
    dashboard: textSchema.optional(),
    ca: textSchema.optional(),
  }),
  calendar: z.strictObject({ folder: textSchema.describe('Where the .ics file is written, from the release folder.') }),
}

export const CHANNEL_KINDS = Object.keys(KINDS) as (keyof typeof KINDS)[]
const channelWords = `exactly one of ${CHANNEL_KINDS.join(', ')}`

const channelSchema = z
  .strictObject({ ...KINDS, to: namesSchema })
  .partial()
  .refine((value) => Object.keys(value).filter((key) => key !== 'to').length === 1, {
    error: `bad-value|${channelWords}, with "to:" beside it`,
  })

const CHANNEL_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const channelName = z
  .string()
  .regex(CHANNEL_NAME, { error: 'bad-value|lower-case words joined by hyphens, such as ops-room' })

const message = z.strictObject({
  to: namesSchema.optional().describe('Channels it goes to; all that carry it when left out.'),
  audience: namesSchema.optional().describe('Roles it is for, instead of those of the process.'),
  subject: textSchema.optional(),
  text: textSchema
    .optional()
    .describe('With {name}, {version}, {previous}, {window}, {ticket}, {environment}, {facts}.'),
  off: z.boolean().optional(),
})

const stage = message.extend({ before: durationSchema.optional(), after: durationSchema.optional() })

export const COMMUNICATION_STAGES = [
  'deployment-scheduled',
  'staging-complete',
  'production-imminent',
  'production-complete',
  'post-deployment-validation',
  'release-closed',
] as const

export const communicationSchema = z.strictObject({
  mode: z.enum(NOTICE_MODES).optional().describe('off when left out.'),
  test: textSchema.optional().describe('The channel that gets everything in the mode test, and nothing else.'),
  channels: z.record(channelName, channelSchema).default({}),
  stages: z.record(z.string(), stage).default({}),
  events: z.partialRecord(z.enum(NOTICE_EVENTS), message).default({}),
})
export type WrittenCommunication = z.output<typeof communicationSchema>
