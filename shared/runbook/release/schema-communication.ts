/** `communication:` of release.yaml: channels, the process's six stages, messages sent on events. Acted on by a later version. */
import { z } from 'zod'
import { durationSchema, namesSchema, textSchema } from '../step-attributes.ts'

const hook = z.strictObject({ url: textSchema, headers: z.record(z.string(), z.string()).optional() })

const CHANNELS = {
  desktop: z.boolean(),
  slack: hook,
  mattermost: hook,
  teams: hook,
  webhook: hook.extend({ format: z.enum(['json', 'cdevents']).optional() }),
  smtp: z.strictObject({
    host: textSchema,
    port: z.number().int().min(1).max(65_535).optional(),
    secure: z.boolean().optional(),
    from: textSchema,
    to: namesSchema,
    user: textSchema.optional(),
    password: textSchema.optional().describe('Name of a secret.'),
  }),
  calendar: z.strictObject({ file: textSchema }),
}

const channelWords = `exactly one of ${Object.keys(CHANNELS).join(', ')}`

const message = z.strictObject({
  to: namesSchema.optional(),
  audience: namesSchema.optional(),
  subject: textSchema.optional(),
  text: textSchema.optional(),
  before: durationSchema.optional(),
  after: durationSchema.optional(),
  off: z.boolean().optional(),
})

export const COMMUNICATION_STAGES = [
  'deployment-scheduled',
  'staging-complete',
  'production-imminent',
  'production-complete',
  'post-deployment-validation',
  'release-closed',
] as const

export const communicationSchema = z.strictObject({
  mode: z.enum(['off', 'test', 'on']).optional(),
  channels: z
    .record(
      z.string(),
      z
        .strictObject(CHANNELS)
        .partial()
        .refine((value) => Object.keys(value).length === 1, { error: `bad-value|${channelWords}` }),
    )
    .optional(),
  stages: z.partialRecord(z.enum(COMMUNICATION_STAGES), message).optional(),
  events: z.record(z.string(), message).optional(),
})
