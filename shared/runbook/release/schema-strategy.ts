/** `strategy:` of release.yaml: how the new version meets its users, and what each way of doing so needs to know. */
import { z } from 'zod'
import { durationSchema, namesSchema, stepRefSchema } from '../step-attributes.ts'

const judgeSchema = z.strictObject({
  metrics: namesSchema,
  'min-samples': z.number().int().min(1).optional(),
  pass: z.number().min(0).max(100).optional(),
  marginal: z.number().min(0).max(100).optional(),
})

const STRATEGIES = ['blue-green', 'canary', 'rolling', 'big-bang'] as const

const batchSchema = z.union([z.number().int().min(1), z.string().regex(/^\d{1,3}%$/)], {
  error: 'bad-value|a number of instances or a share such as 25%',
})

const strategyObject = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('blue-green'),
    switch: stepRefSchema.optional(),
    soak: durationSchema.optional(),
    'keep-old': durationSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('canary'),
    steps: z.array(
      z.strictObject({
        weight: z.number().min(0).max(100),
        hold: durationSchema.optional(),
        approve: namesSchema.optional(),
      }),
    ),
    'set-weight': stepRefSchema.optional(),
    judge: judgeSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('rolling'),
    batch: batchSchema.optional(),
    'max-unavailable': batchSchema.optional(),
    hold: durationSchema.optional(),
    'set-batch': stepRefSchema.optional(),
    judge: judgeSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('big-bang') }),
])

export const strategySchema = z.union([z.enum(STRATEGIES), strategyObject])
