/** The attributes of a step: one schema for the runbook's annotations (values are text) and for `steps:` of release.yaml. */
import { z } from 'zod'
import { stepId } from '../ids.ts'
import { parseCondition } from './condition.ts'
import { DURATION, DURATION_WORDS, parseDuration } from './duration.ts'
import type { StepAttributes } from './model.ts'
import { HOST, RUNNER_WORDS } from './runner.ts'

/** The text of a custom issue: `code|what it must be`. See `issue-sentences.ts`. */
const must = (code: string, words: string) => ({ error: `${code}|${words}` })

export const durationSchema = z
  .string(must('bad-duration', DURATION_WORDS))
  .regex(DURATION, must('bad-duration', DURATION_WORDS))
  .transform((text, context) => {
    const ms = parseDuration(text)
    if (ms !== undefined) return ms
    context.issues.push({ code: 'custom', input: text, message: 'bad-duration|a duration of at most ten years' })
    return z.NEVER
  })

export const textSchema = z.string(must('wrong-type', 'text')).min(1, must('bad-value', 'text that is not empty'))

const TRUE = ['true', 'yes']
const flagSchema = z
  .union([z.boolean(), z.enum(['true', 'false', 'yes', 'no'])], must('wrong-type', 'true or false'))
  .transform((value) => value === true || TRUE.includes(String(value)))

const countSchema = z
  .union(
    [z.number().int().min(0).max(100), z.string().regex(/^\d{1,2}$/)],
    must('wrong-type', 'a whole number, 0 to 100'),
  )
  .transform(Number)

const items = (text: string) =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')

export const namesSchema = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)], must('wrong-type', 'a name or a list of names'))
  .transform((value) => (typeof value === 'string' ? items(value) : value))

export const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
const envWords = 'variables such as NAME=value'

const envSchema = z
  .union([z.string(), z.record(z.string(), z.string())], must('wrong-type', envWords))
  .transform((value, context) => {
    const pairs = typeof value === 'string' ? items(value).map((each) => splitOnce(each)) : Object.entries(value)
    if (pairs.every(([name]) => VARIABLE_NAME.test(name))) return Object.fromEntries(pairs) as Record<string, string>
    context.issues.push({ code: 'custom', input: value, message: `bad-value|${envWords}` })
    return z.NEVER
  })

const splitOnce = (pair: string): [string, string] => {
  const at = pair.indexOf('=')
  return at === -1 ? ['', pair] : [pair.slice(0, at).trim(), pair.slice(at + 1)]
}

const GATE = /^(.+?)(?:\s+for\s+(\S+?))?(?:,?\s+ask after\s+(\S+))?$/
const gateWords = 'metrics that must hold and for how long, such as "error-rate, p95 for 5m"'

/** `undefined` in the second place: the time is none. */
const timeOf = (text: string | undefined): { ms?: number } | undefined => {
  const ms = text === undefined ? undefined : parseDuration(text)
  return text !== undefined && ms === undefined ? undefined : { ms }
}

function readGate(text: string): StepAttributes['gate'] {
  const [, metrics = '', held, asked] = GATE.exec(text.trim()) ?? []
  const forTime = timeOf(held)
  const askTime = timeOf(asked)
  if (!forTime || !askTime || items(metrics).length === 0) return undefined
  return {
    metrics: items(metrics),
    forMs: forTime.ms ?? 0,
    ...(askTime.ms === undefined ? {} : { askAfterMs: askTime.ms }),
  }
}

export const gateSchema = z
  .union(
    [
      z.string().min(1),
      z.strictObject({
        metrics: namesSchema,
        for: durationSchema.optional(),
        'ask-after': durationSchema
          .optional()
          .describe('Without evidence for so long (1m when left out) the room is asked whether to go on.'),
      }),
    ],
    must('wrong-type', gateWords),
  )
  .transform((value, context): NonNullable<StepAttributes['gate']> => {
    if (typeof value !== 'string') {
      const { metrics, for: forMs = 0, 'ask-after': askAfterMs } = value
      return { metrics, forMs, ...(askAfterMs === undefined ? {} : { askAfterMs }) }
    }
    const gate = readGate(value)
    if (gate) return gate
    context.issues.push({ code: 'custom', input: value, message: `bad-value|${gateWords}` })
    return z.NEVER
  })

const conditionWords = 'a condition over variables, such as REGION == eu and not DRY_RUN'

/** A step id somewhere in a definition. */
export const stepRefSchema = textSchema.transform(stepId)

const oneOf = <const Values extends [string, ...string[]]>(...values: Values) =>
  z.enum(values, must('bad-value', `one of ${values.join(', ')}`))

export const attributeShape = {
  timeout: durationSchema,
  silent: durationSchema,
  expect: durationSchema,
  retries: countSchema,
  'retry-delay': durationSchema,
  owner: textSchema,
  service: textSchema,
  phase: oneOf('prepare', 'cutover', 'soak', 'retire'),
  undo: stepRefSchema,
  reversible: z
    .string(must('bad-value', 'yes, no or until:STEP'))
    .regex(/^(?:yes|no|until:.+)$/, must('bad-value', 'yes, no or until:STEP')),
  verify: textSchema,
  'on-rollback': oneOf('wait', 'cancel', 'ask'),
  approve: namesSchema,
  parallel: textSchema,
  env: envSchema,
  cwd: textSchema,
  confirm: textSchema,
  when: textSchema.refine((text) => parseCondition(text) !== undefined, must('bad-condition', conditionWords)),
  'continue-on-error': flagSchema,
  interactive: flagSchema,
  wait: durationSchema,
  gate: gateSchema,
  notify: textSchema,
  runner: z
    .string(must('bad-value', RUNNER_WORDS))
    .regex(new RegExp(`^(?:local|ssh(?::${HOST})?)$`), must('bad-value', RUNNER_WORDS)),
  shell: oneOf('strict', 'plain'),
  rehearse: oneOf('run', 'stub', 'skip').describe(
    'What a rehearsal does with it: run it for real (it must change nothing), let a stub stand in (when left out), or leave it out.',
  ),
} as const

export type AttributeKey = keyof typeof attributeShape

export const ATTRIBUTE_KEYS = Object.keys(attributeShape) as AttributeKey[]

const WRITTEN: Partial<Record<AttributeKey, keyof StepAttributes>> = {
  timeout: 'timeoutMs',
  silent: 'silentMs',
  expect: 'expectMs',
  'retry-delay': 'retryDelayMs',
  wait: 'waitMs',
  'on-rollback': 'onRollback',
  'continue-on-error': 'continueOnError',
}

/** The property a written key becomes. */
export const propertyOf = (key: AttributeKey): keyof StepAttributes => WRITTEN[key] ?? (key as keyof StepAttributes)

/** `steps:` of release.yaml: any subset of the keys. */
export const stepOverrideSchema = z.strictObject(attributeShape).partial()

/** Turns validated keys into the properties of a step. */
export const toStepAttributes = (parsed: z.output<typeof stepOverrideSchema>): StepAttributes =>
  Object.fromEntries(
    Object.entries(parsed)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [propertyOf(key as AttributeKey), value]),
  ) as StepAttributes
