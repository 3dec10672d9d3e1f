/** release.yaml, version 1: the one source of its types, its checks and its published JSON Schema (DESIGN §5). */
import { z } from 'zod'
import { HOST, HOST_WORDS } from '../runner.ts'
import { namesSchema, stepOverrideSchema, textSchema, VARIABLE_NAME } from '../step-attributes.ts'
import { processKeySchema } from './process-part.ts'
import { communicationSchema } from './schema-communication.ts'
import { metricSchema, triggerSchema } from './schema-metrics.ts'
import { strategySchema } from './schema-strategy.ts'

const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})$/
const INSTANT_WORDS = 'a date and time with an offset, such as 2026-11-28T22:00:00+01:00'

const instantSchema = z
  .string({ error: `bad-date|${INSTANT_WORDS}` })
  .regex(INSTANT, { error: `bad-date|${INSTANT_WORDS}` })

const periodSchema = z.strictObject({ start: instantSchema, end: instantSchema, reason: textSchema.optional() })

const askedSchema = (what: string) =>
  z
    .strictObject({ http: textSchema.optional(), json: textSchema.optional(), command: textSchema.optional() })
    .refine((asked) => (asked.http === undefined) !== (asked.command === undefined), {
      error: 'bad-value|either { http: ADDRESS, json: PATH } or { command: COMMAND }',
    })
    .refine((asked) => asked.json === undefined || asked.command === undefined, {
      error: `bad-value|without "json" beside "command": let the command print ${what} alone`,
    })

const serviceSchema = z.strictObject({
  title: textSchema.optional(),
  live: askedSchema('the version').optional().describe('Which version answers to the users.'),
  idle: askedSchema('the version')
    .optional()
    .describe('Which version answers on the side that has no users, in the form of live.'),
  instances: askedSchema('the instances')
    .optional()
    .describe(
      'What each instance runs: a JSON list of {name, version, ok, reason}, or a command that prints it or a line "NAME VERSION ok|failing[ REASON]" for each.',
    ),
  'depends-on': namesSchema.optional(),
})

const personSchema = z.union([
  textSchema,
  z.strictObject({ name: textSchema, contact: textSchema.optional(), deputy: z.boolean().optional() }),
])

const approvalRuleSchema = z.strictObject({
  count: z.number().int().min(1).max(20).default(1),
  'not-executor': z.boolean().default(false),
})

const SECRET_KINDS = ['env', 'file', 'keychain', 'command']
const secretSchema = z
  .strictObject({ env: textSchema, file: textSchema, keychain: textSchema, command: textSchema })
  .partial()
  .refine((ref) => Object.keys(ref).length === 1, {
    error: `bad-secret|a reference with exactly one of ${SECRET_KINDS.join(', ')}, such as { env: DEPLOY_TOKEN }; never the value itself`,
  })

const variableName = z
  .string()
  .regex(VARIABLE_NAME, { error: 'bad-variable|letters, digits and underscores, not beginning with a digit' })

/** Numbers and truth values are taken as written, see `asWritten`. */
const variableValue = z
  .union([z.string(), z.number(), z.boolean()], { error: 'wrong-type|text (for an empty value write "")' })
  .transform(String)

const sshSchema = z
  .strictObject({
    host: z
      .string({ error: `wrong-type|${HOST_WORDS}` })
      .regex(new RegExp(`^${HOST}$`), { error: `bad-value|${HOST_WORDS}` })
      .optional()
      .describe('Where steps with runner=ssh run in this environment: a host name, USER@HOST or an ssh alias.'),
    config: textSchema
      .optional()
      .describe('An OpenSSH client configuration file (ssh -F), from the release folder. Default: your own.'),
  })
  .describe('How steps reach another host, through your own OpenSSH client with its keys and agent.')

const environmentSchema = z.strictObject({
  title: textSchema.optional(),
  vars: z.record(variableName, variableValue).default({}),
  secrets: z.record(variableName, secretSchema).default({}),
  protected: z.boolean().default(false),
  ssh: sshSchema.optional(),
})

const repositorySchema = z
  .union([
    textSchema,
    z.strictObject({
      path: textSchema,
      tag: textSchema
        .regex(/\{version\}/, { error: 'bad-value|the name of a tag with {version} in it, such as api-v{version}' })
        .optional()
        .describe('How tags are named, when they are neither VERSION, vVERSION, release-VERSION nor NAME-vVERSION.'),
      only: namesSchema
        .optional()
        .describe('Paths in the repository that belong to this release; others are left out.'),
    }),
  ])
  .describe('The git repository whose history the release notes are made from, from the release folder.')

export const releaseSchema = z
  .strictObject({
    cockpit: z.literal(1, { error: 'bad-value|1, the version of this format' }),
    release: z.strictObject({
      name: textSchema,
      version: textSchema,
      previous: textSchema.optional(),
      ticket: textSchema.optional(),
      repository: repositorySchema.optional(),
      description: textSchema.optional(),
    }),
    strategy: strategySchema.default('big-bang'),
    windows: z.array(periodSchema).default([]),
    freezes: z.array(periodSchema).default([]),
    services: z.record(z.string(), serviceSchema).default({}),
    team: z.record(z.string(), z.union([personSchema, z.array(personSchema)])).default({}),
    approvals: z
      .record(z.string(), approvalRuleSchema)
      .optional()
      .describe('By role: how many of its people have to approve, and whether one of them may have started the run.'),
    environments: z.record(z.string(), environmentSchema).default({}),
    metrics: z.record(z.string(), metricSchema).default({}),
    triggers: z.array(triggerSchema).default([]),
    communication: communicationSchema.optional(),
    process: processKeySchema.optional(),
    documents: z
      .strictObject({
        templates: textSchema.describe(
          'A folder of the release folder with templates: KIND.md, such as release-notes.md.',
        ),
      })
      .optional(),
    steps: z.record(z.string(), stepOverrideSchema).default({}),
  })
  .describe('A release of Release Cockpit.')

export type ReleaseFile = z.output<typeof releaseSchema>

/** The published JSON Schema (draft 2020-12) of what a person writes. */
export const releaseJsonSchema = (): Record<string, unknown> => ({
  title: 'release.yaml of Release Cockpit',
  ...z.toJSONSchema(releaseSchema, { io: 'input' }),
})
