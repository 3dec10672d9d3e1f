/** `strategy:` of release.yaml: how the new version meets its users, and what each way of doing so needs to know. */
import { z } from 'zod'
import { judgeConfigSchema } from '../../analysis/judge/config.ts'
import { stepId } from '../../ids.ts'
import { durationSchema, namesSchema } from '../step-attributes.ts'

/** A step, or a list with one for each stage that has its own. */
const stepRefsSchema = namesSchema.transform((names) => names.map(stepId))

/** The options of the judge, of which a run needs metrics. */
const judgeSchema = judgeConfigSchema.refine(({ metrics }) => Object.keys(metrics).length > 0, {
  error: 'bad-value|a list of metrics, or metrics with their options',
  path: ['metrics'],
})

const STRATEGIES = ['blue-green', 'canary', 'rolling', 'big-bang'] as const

const batchWords = { error: 'bad-value|a number of instances or a share such as 25%' }
const batchSchema = z.union(
  [z.number().int().min(1, batchWords), z.string().regex(/^\d{1,3}%$/, batchWords)],
  batchWords,
)

const weightSchema = z
  .number()
  .gt(0)
  .max(100)
  .describe('How much of the traffic the new version gets, in percent; rising to 100.')

const countdownSchema = durationSchema
  .optional()
  .describe('Before the rollback after a failed verdict starts by itself; 15 s when left out, 0 allowed.')

const canarySchema = z.strictObject({
  kind: z.literal('canary'),
  steps: z
    .array(
      z.strictObject({
        weight: weightSchema,
        hold: durationSchema.optional().describe('How long it is held, and judged, at this weight.'),
        approve: namesSchema.optional().describe('Roles that must say GO before this weight is set.'),
      }),
    )
    .min(1),
  'set-weight': namesSchema.describe(
    'The command step that sets a weight; it stands in the runbook once and runs for each weight, with WEIGHT set. A list when several stages have one each.',
  ),
  judge: judgeSchema.optional(),
  countdown: countdownSchema,
})

const strategyObject = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('blue-green'),
    switch: stepRefsSchema
      .optional()
      .describe('The steps that move the users to the new side; those with phase=cutover when left out.'),
    soak: durationSchema
      .optional()
      .describe(
        'How long is held behind the last switch of each stage: a gate on every metric with a target that is no dry run, a wait where there is none. A step of phase soak in the runbook goes before it.',
      ),
    'keep-old': durationSchema
      .optional()
      .describe(
        'How long after the last switch, by the wall clock, no step of phase retire begins; a wait before the first of them, which can be skipped with a reason.',
      ),
  }),
  canarySchema,
  z.strictObject({
    kind: z.literal('rolling'),
    batch: batchSchema.optional().describe('How much is rolled at once.'),
    instances: z.number().int().min(1).max(100_000).optional().describe('How many there are.'),
    'max-unavailable': batchSchema
      .optional()
      .describe(
        'How many instances, or which share of them (rounded up), may fail for the next batch to begin; seen by instances: of the services.',
      ),
    hold: durationSchema.optional().describe('How long is held, or judged, between two batches.'),
    'set-batch': stepRefsSchema
      .optional()
      .describe(
        'The command step that rolls a batch; it stands in the runbook once and runs for each batch, with BATCH, BATCHES, BATCH_SIZE, BATCH_FROM, BATCH_TO and BATCH_PERCENT set.',
      ),
    judge: judgeSchema.optional().describe('What is judged at the end of each hold; it needs hold.'),
    countdown: countdownSchema,
  }),
  z.strictObject({
    kind: z.literal('big-bang'),
    close: stepRefsSchema.optional().describe('The step that closes the service: the outage begins with it.'),
    open: stepRefsSchema.optional().describe('The step that opens it again: from then on going back loses data.'),
    restore: stepRefsSchema.optional().describe('The step of the rollback that puts the backup back.'),
  }),
])

export const strategySchema = z.union([z.enum(STRATEGIES), strategyObject])

/** What a canary strategy sets, as validated. */
export type CanarySettings = Omit<z.output<typeof canarySchema>, 'kind'>
