/** Events about measurements. Samples themselves are rows; their digests and the evidence are in the chain. */
import { z } from 'zod'
import type { Digest, RunId } from '../ids.ts'
import { brand, defineEvent } from './define.ts'

const of = { environment: z.string(), metric: z.string(), runId: brand<RunId>().optional() }

/** The samples a verdict rests on: `[time in ms, value or null, sample count]`. */
export const evidence = z.array(z.tuple([z.number(), z.number().nullable(), z.number()]))

export const metricBreached = defineEvent(
  'metric.breached',
  1,
  z.object({ ...of, value: z.number(), rule: z.string(), samples: evidence }),
)
export const metricRecovered = defineEvent(
  'metric.recovered',
  1,
  z.object({ ...of, value: z.number(), rule: z.string(), samples: evidence }),
)
/** The source does not answer: no evidence about the release. */
export const metricBlind = defineEvent(
  'metric.blind',
  2,
  z.object({
    ...of,
    reason: z.string(),
    /** The first of the errors in a row. Since version 2. */
    sinceMs: z.number().optional(),
  }),
)
export const metricSighted = defineEvent('metric.sighted', 1, z.object({ ...of, blindMs: z.number() }))

/** The clock of a source and that of this machine are apart, or (0) agree again. Readings are stamped by this machine's. */
export const sourceClockDiffers = defineEvent(
  'source.clock-differs',
  1,
  z.object({ ...of, source: z.string(), aheadMs: z.number() }),
)

export const samplesSealed = defineEvent(
  'samples.sealed',
  1,
  z.object({ ...of, fromMs: z.number(), toMs: z.number(), count: z.number().int(), digest: brand<Digest>() }),
)
