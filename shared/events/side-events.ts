/** Events about what answers while a run is open, beside the `live.observed` of its beginning and end. Recorded when it changes. */
import { z } from 'zod'
import type { RunId } from '../ids.ts'
import { brand, defineEvent } from './define.ts'

const where = { environment: z.string(), service: z.string(), runId: brand<RunId>().optional() }

/** What answers on a side of a service that has two: the one users meet, and the idle one. */
export const sideObserved = defineEvent(
  'side.observed',
  1,
  z.object({
    ...where,
    side: z.enum(['live', 'idle']),
    version: z.string().optional(),
    error: z.string().optional(),
  }),
)

/** What each instance of a service runs and whether it is well. `error` when they could not be asked. */
export const instancesObserved = defineEvent(
  'instances.observed',
  1,
  z.object({
    ...where,
    instances: z
      .array(z.object({ name: z.string(), version: z.string(), ok: z.boolean(), reason: z.string().optional() }))
      .optional(),
    error: z.string().optional(),
  }),
)
