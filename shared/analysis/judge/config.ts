/** What a judge is told beside the samples; the same shape as `judge:` of a canary strategy and `cockpit judge --config`. */
import { z } from 'zod'
import { namesSchema } from '../../runbook/step-attributes.ts'

const effectSize = z.strictObject({
  measure: z.enum(['mean-ratio', 'cles']).default('mean-ratio'),
  'allowed-increase': z.number().optional(),
  'allowed-decrease': z.number().optional(),
  'critical-increase': z.number().optional(),
  'critical-decrease': z.number().optional(),
})

export const judgedMetricSchema = z.strictObject({
  /** The metric of the old version it is compared with at the same time; without it the samples of another time are taken. */
  baseline: z
    .string()
    .min(1)
    .optional()
    .describe('The metric of the old version it is compared with, at the same time.'),
  /** Which way is bad. */
  direction: z.enum(['increase', 'decrease', 'either']).default('either'),
  /** A worse critical metric fails the canary whatever the score. */
  critical: z.boolean().default(false),
  group: z.string().min(1).default('all'),
  missing: z.enum(['remove', 'replace']).default('remove'),
  outliers: z.enum(['keep', 'remove']).default('keep'),
  'outlier-factor': z.number().gt(0).default(3),
  /** Without data the metric counts as failed instead of not at all. */
  'data-required': z.boolean().default(false),
  'effect-size': effectSize.default({ measure: 'mean-ratio' }),
})

export const DEFAULT_MIN_SAMPLES = 50

const share = z.number().min(0).max(100)

/** Names alone, or each with its options. */
const metricsSchema = z
  .union([namesSchema, z.record(z.string(), judgedMetricSchema.prefault({}))])
  .transform((value) =>
    Array.isArray(value) ? Object.fromEntries(value.map((name) => [name, judgedMetricSchema.parse({})])) : value,
  )

export const judgeConfigSchema = z
  .strictObject({
    /** Scores are inclusive: exactly `pass` passes. */
    pass: share.default(95),
    marginal: share.default(75),
    'min-samples': z.number().int().min(1).default(DEFAULT_MIN_SAMPLES),
    confidence: z.number().gt(0).lt(1).default(0.98),
    /** Part of the estimated shift that its confidence interval must stay clear of zero by. */
    tolerance: z.number().min(0).default(0.25),
    /** Weights of groups in percent; groups not named share what is left. */
    groups: z.record(z.string(), share).default({}),
    metrics: metricsSchema.default({}),
  })
  .refine(({ pass, marginal }) => marginal <= pass, { error: 'bad-value|at most "pass"', path: ['marginal'] })
  .refine(({ groups }) => Object.values(groups).reduce((sum, weight) => sum + weight, 0) <= 100, {
    error: 'bad-value|weights that add up to at most 100',
    path: ['groups'],
  })

export type JudgedMetric = z.output<typeof judgedMetricSchema>
export type JudgeConfig = z.output<typeof judgeConfigSchema>
