/** Events of the validation period: what of it was really watched, and what was found afterwards (docs/validation.md). */
import { z } from 'zod'
import type { RunId } from '../ids.ts'
import { brand, defineEvent } from './define.ts'

/** How much of the period up to `toMs` each metric was seen in, counted in slots. Times in ms. */
export const coverageMeasured = defineEvent(
  'coverage.measured',
  1,
  z.object({
    environment: z.string(),
    /** The deploy whose period it is. */
    runId: brand<RunId>(),
    fromMs: z.number(),
    toMs: z.number(),
    metrics: z.record(
      z.string(),
      z.object({
        coveredMs: z.number(),
        /** Of it only known afterwards, from what the source remembers. */
        lateMs: z.number(),
        /** ms seen, by day of the period. */
        days: z.array(z.number()),
      }),
    ),
  }),
)

/** What a source remembers of a time nobody watched was off target. Found late it is shown and asks for nobody's decision. */
export const findingLate = defineEvent(
  'finding.late',
  1,
  z.object({
    environment: z.string(),
    metric: z.string(),
    fromMs: z.number(),
    toMs: z.number(),
    /** The value furthest off, and the rule it misses. */
    value: z.number(),
    rule: z.string(),
  }),
)
