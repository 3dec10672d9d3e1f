/** A process file, version 1: the one source of its checks and its published JSON Schema (docs/process.md). */
import { z } from 'zod'
import { durationSchema, namesSchema, textSchema } from '../runbook/step-attributes.ts'
import { APPROVED_SUBJECTS, CONDITIONS, KNOWN_RULES } from './known-rules.ts'
import { ANCHORS } from './model.ts'

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const slugSchema = z
  .string()
  .regex(SLUG, { error: 'bad-value|lower-case words joined by hyphens, such as rollback-tested' })

const rolesSchema = namesSchema.default([])

const knownError = { error: `bad-value|step:ID or one of ${KNOWN_RULES.join(', ')}` }
const knownSchema = z
  .union([z.enum(KNOWN_RULES, knownError), z.string().regex(/^step:[a-z0-9-]+$/, knownError)], knownError)
  .describe('What the ledger can say by itself. Without it a person says so, with evidence.')

const itemSchema = z.strictObject({
  id: slugSchema,
  title: textSchema,
  asks: rolesSchema.describe('Roles who can say that it is done.'),
  known: knownSchema.optional(),
  'told-by': rolesSchema.describe('Stages of communication: when their notices were received it is done.'),
  'only-if': z.enum(CONDITIONS).optional().describe('Without this it is not needed.'),
})

const deliverableSchema = itemSchema.extend({
  comes: z.enum(['generated', 'run', 'attached']),
  document: slugSchema.optional(),
})

const dueSchema = z
  .strictObject({
    before: z.enum(ANCHORS).optional(),
    after: z.enum(ANCHORS).optional(),
    by: durationSchema.optional(),
    until: durationSchema.optional(),
  })
  .refine((due) => (due.before === undefined) !== (due.after === undefined), {
    error: `bad-value|either "before" or "after", with one of ${ANCHORS.join(', ')}`,
  })

const phaseSchema = z.strictObject({ id: slugSchema, phase: z.number().int().optional(), title: textSchema })

const unitSchema = z.enum(['percent', 'ms', 's', 'count', 'per-second', 'bytes', 'ratio'])

const approvalSchema = z.union(
  [
    textSchema,
    z.strictObject({
      says: textSchema,
      count: z.number().int().min(1).max(20).optional().describe('How many people of the role have to say so.'),
      'not-executor': z.boolean().optional().describe('None of them may be who starts the run.'),
    }),
  ],
  { error: 'bad-value|what the approval says, or { says: …, count: 2, not-executor: true }' },
)

const stepSchema = z.strictObject({
  id: slugSchema,
  title: textSchema,
  'long-title': textSchema.optional(),
  owner: namesSchema,
  participants: rolesSchema,
  standby: rolesSchema,
  takes: z
    .strictObject({ from: durationSchema.optional(), to: durationSchema.optional(), words: textSchema.optional() })
    .default({}),
  due: dueSchema,
  after: rolesSchema,
  tasks: z.array(itemSchema).default([]),
  deliverables: z.array(deliverableSchema).default([]),
  approvals: z.record(slugSchema, approvalSchema).default({}),
})

export const processSchema = z
  .strictObject({
    process: z.literal(1, { error: 'bad-value|1, the version of this format' }),
    id: slugSchema,
    title: textSchema,
    phase: z.number().int().optional(),
    objective: textSchema,
    'begins-with': textSchema,
    'ends-with': textSchema,
    owner: slugSchema,
    'secondary-owner': slugSchema.optional(),
    participants: namesSchema,
    duration: z.strictObject({ from: durationSchema, to: durationSchema }),
    previous: phaseSchema.optional(),
    next: phaseSchema.optional(),
    roles: z.record(slugSchema, z.strictObject({ title: textSchema, responsibility: textSchema })),
    strategies: z
      .record(slugSchema, z.strictObject({ title: textSchema, description: textSchema, 'use-when': textSchema }))
      .default({}),
    severities: z
      .partialRecord(
        z.enum(['critical', 'high', 'medium', 'low']),
        z.strictObject({ examples: z.array(textSchema), action: textSchema, within: durationSchema.optional() }),
      )
      .default({}),
    'entry-criteria': z.array(itemSchema).default([]),
    checklist: z.array(itemSchema).default([]),
    gates: z.array(itemSchema).default([]),
    approvals: z
      .partialRecord(z.enum(APPROVED_SUBJECTS), namesSchema)
      .optional()
      .describe('Roles who approve the schedule and the plan as a whole, and who review the runbook.'),
    poll: z
      .strictObject({ asks: namesSchema, quorum: z.number().int().min(1).max(50).optional() })
      .optional()
      .describe('Whom the GO/NO-GO poll asks, and of how many of them a GO is needed; without quorum of all.'),
    'production-requires': z.array(textSchema).default([]),
    outputs: z.array(z.strictObject({ id: slugSchema, title: textSchema, of: textSchema })).default([]),
    metrics: z
      .record(
        slugSchema,
        z.strictObject({
          title: textSchema,
          unit: unitSchema,
          target: z.strictObject({ below: z.number().optional(), above: z.number().optional() }),
        }),
      )
      .default({}),
    communication: z
      .array(z.strictObject({ id: slugSchema, title: textSchema, to: rolesSchema, due: dueSchema }))
      .default([]),
    steps: z.array(stepSchema).min(1),
  })
  .describe('The process around a release of Release Cockpit.')

export type ProcessFile = z.output<typeof processSchema>

/** The published JSON Schema (draft 2020-12) of what a person writes. */
export const processJsonSchema = (): Record<string, unknown> => ({
  title: 'A release process of Release Cockpit',
  ...z.toJSONSchema(processSchema, { io: 'input' }),
})
