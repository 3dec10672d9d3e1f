/** `metrics:` and `triggers:` of release.yaml (DESIGN §8). */
import { z } from 'zod'
import { parseJsonPath } from '../../analysis/json-path.ts'
import { durationSchema, namesSchema, stepRefSchema, textSchema } from '../step-attributes.ts'

const address = textSchema.describe('An http or https address; $NAME refers to a variable of the environment.')
const headers = z
  .record(z.string(), z.string())
  .describe('Such as Authorization: "Bearer $TOKEN", where TOKEN is a secret of the environment.')

const caSchema = textSchema.describe(
  'A PEM file, relative to the release folder: the authority trusted instead of those of the machine.',
)

/** How a source over HTTP is reached. */
const reached = {
  url: address,
  headers: headers.default({}),
  ca: caSchema.optional(),
  timeout: durationSchema.default(5000),
}

const jsonPath = textSchema.refine((path) => parseJsonPath(path) !== undefined, {
  error: 'bad-value|a path such as data.items[0].value',
})

const MATCHER = /^[^=!~]+(?:=~|!~|!=|=)/
const matcher = textSchema.regex(MATCHER, { error: 'bad-value|a matcher such as severity="critical"' })

/** Whether it is a regular expression that captures something: a group more than without it. */
const captures = (text: string): boolean => {
  try {
    return new RegExp(`${text}|`).exec('')!.length > 1
  } catch {
    return false
  }
}

const commandSource = z
  .strictObject({
    run: textSchema,
    json: jsonPath.optional().describe('Where the number is in the JSON it prints.'),
    match: textSchema
      .refine(captures, {
        error: 'bad-value|a regular expression with a group around the number, such as "errors: (\\d+)"',
      })
      .optional(),
    volume: jsonPath.optional().describe('With json: where the number of samples behind the value is.'),
    timeout: durationSchema.default(10_000),
  })
  .refine((command) => command.json === undefined || command.match === undefined, {
    error: 'bad-value|read with "json" or with "match", not with both',
  })
  .refine((command) => command.volume === undefined || command.json !== undefined, {
    error: 'bad-value|without "volume" unless there is "json"; with "match" write a group (?<volume>…)',
  })

const statusSchema = z.number().int().min(100).max(599)

const httpProbe = z.strictObject({
  url: address,
  measure: z.enum(['error-rate', 'availability', 'p50', 'p95', 'p99', 'requests']).default('error-rate'),
  rate: z.number().gt(0).max(1000).default(1).describe('Requests per second.'),
  timeout: durationSchema.default(2000),
  method: z
    .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    .optional()
    .describe('GET when left out.'),
  headers: headers.optional(),
  body: textSchema.optional().describe('Sent with every request; $NAME is replaced where it is a variable.'),
  concurrency: z
    .number()
    .int()
    .min(1)
    .max(512)
    .optional()
    .describe('At most so many requests at once; what is due beyond them is left out. 512 when left out.'),
  'expect-status': z
    .union([statusSchema, z.array(statusSchema).min(1)], {
      error: 'bad-value|a status such as 200, or a list such as [200, 204]',
    })
    .optional()
    .describe('Below 400 when left out.'),
  'expect-text': textSchema.optional(),
  ca: caSchema.optional(),
})

const ledgerMeasure = z.enum(['deployment-time', 'rollback-time', 'critical-incidents'])

const SOURCES = {
  'http-probe': httpProbe,
  prometheus: z.strictObject({
    ...reached,
    query: textSchema,
    volume: textSchema
      .optional()
      .describe('A query for how many requests stand behind the value: what min-volume is compared with.'),
  }),
  ledger: z.union([ledgerMeasure, z.strictObject({ measure: ledgerMeasure })]),
  alertmanager: z.strictObject({
    ...reached,
    matchers: z.array(matcher).default([]),
    heartbeat: matcher
      .optional()
      .describe(
        'An alert that always fires, such as alertname="Watchdog": without it nobody sends alerts, and none is no good news.',
      ),
  }),
  json: z.strictObject({
    ...reached,
    path: jsonPath,
    volume: jsonPath.optional().describe('Where the number of samples behind the value is.'),
  }),
  command: z.union([textSchema.transform((run) => ({ run, timeout: 10_000 })), commandSource]),
}

const oneSource = (value: object) => Object.keys(value).length === 1
const sourceWords = `exactly one of ${Object.keys(SOURCES).join(', ')}`

export const sourceSchema = z
  .strictObject(SOURCES)
  .partial()
  .refine(oneSource, { error: `bad-value|${sourceWords}` })

const limit = z.number().int().min(0)
const number = z.number().int().min(1)

const bounds = (what: string) =>
  z
    .strictObject({ below: z.number().optional(), above: z.number().optional() })
    .refine(({ below, above }) => below !== undefined || above !== undefined, { error: `bad-value|${what}` })

/** Asked more often than this a source is flooded, and the cockpit with it. */
const LEAST_POLLING_MS = 100

const pollingSchema = durationSchema.refine((ms) => ms >= LEAST_POLLING_MS, {
  error: `bad-value|at least ${LEAST_POLLING_MS}ms`,
})

export const metricSchema = z.strictObject({
  title: textSchema.optional(),
  description: textSchema.optional(),
  unit: z.enum(['percent', 'ms', 's', 'count', 'per-second', 'bytes', 'ratio']).default('count'),
  target: bounds('a limit: { below: 0.1 } or { above: 99.9 }'),
  failure: bounds('a limit: { above: 1 } or { below: 99 }')
    .optional()
    .describe('From where a measurement is a failure. Between it and the target a measurement is inconclusive.'),
  interval: pollingSchema.default(15_000),
  window: durationSchema.default(60_000),
  'min-volume': z.number().min(0).default(0),
  'dry-run': z.boolean().default(false),
  'initial-delay': durationSchema.optional().describe('What is measured so soon after a gate began does not count.'),
  count: number.optional().describe('How many measurements a gate takes.'),
  'failure-limit': limit.optional().describe('So many failures a gate bears. 0 when left out.'),
  'inconclusive-limit': limit.optional().describe('So many inconclusive measurements a gate bears. 0 when left out.'),
  'consecutive-success-limit': number.optional().describe('So many successes in a row a gate needs.'),
  'consecutive-error-limit': limit
    .optional()
    .describe('More errors of the source in a row than this make the metric BLIND. 4 when left out.'),
  'error-retry': pollingSchema
    .optional()
    .describe(
      'Before a source that failed is asked again; grows while it fails. 10 s, or the interval when that is shorter.',
    ),
  baseline: durationSchema
    .optional()
    .describe('How much before a run is read from a source that remembers (prometheus). An hour when left out.'),
  source: sourceSchema,
})

const burnWords = 'standard, or a pair such as { long: 10m, short: 1m, factor: 14.4 }'
const burnWindows = z
  .strictObject({ long: durationSchema, short: durationSchema, factor: z.number().gt(0) })
  .refine(({ long, short }) => short < long, {
    error: 'bad-value|a pair whose short window is shorter than its long one',
  })

export const triggerSchema = z.strictObject({
  metric: textSchema,
  above: z.number().optional(),
  below: z.number().optional(),
  for: durationSchema.default(0),
  'clear-for': durationSchema.optional().describe('Good data for so long end the breach. Twice `for` when left out.'),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  service: textSchema.optional(),
  arm: z.strictObject({ from: stepRefSchema.optional(), until: stepRefSchema.optional() }).optional(),
  countdown: durationSchema.optional(),
  'burn-rate': z
    .strictObject({
      objective: z.number().gt(0).lt(100),
      windows: z
        .array(z.union([z.literal('standard'), burnWindows], { error: `bad-value|${burnWords}` }))
        .min(1)
        .optional()
        .describe(
          'Pairs of windows; `standard` stands for 14.4× 1h/5m, 6× 6h/30m, 3× 1d/2h and 1× 3d/6h, and is what is meant when left out.',
        ),
    })
    .optional(),
  notify: namesSchema.optional(),
})
