/** Events about steps that judge a canary (docs/canary.md, CJ1 to CJ10). */
import { z } from 'zod'
import type { AttemptId, RunId, StepId } from '../ids.ts'
import { brand, defineEvent } from './define.ts'
import { evidence } from './metric-events.ts'

const attempt = { runId: brand<RunId>(), stepId: brand<StepId>(), attemptId: brand<AttemptId>() }

/** One side of a comparison: which metric, over which time, how many samples counted, and the newest of them as they are on record. */
const side = z.object({
  metric: z.string(),
  fromMs: z.number(),
  toMs: z.number(),
  count: z.number().int(),
  samples: evidence,
})

/** What a metric was when it was judged, with the numbers of the test where there was one. */
const compared = z.object({
  metric: z.string(),
  classification: z.enum(['pass', 'high', 'low', 'thin', 'nodata', 'missing', 'blind']),
  failsAlone: z.boolean(),
  words: z.string(),
  shift: z.number().optional(),
  low: z.number().optional(),
  high: z.number().optional(),
  pValue: z.number().optional(),
  meanRatio: z.number().optional(),
  canary: side,
  baseline: side,
})

const of = { ...attempt, words: z.string(), score: z.number().optional(), metrics: z.array(compared) }

/** There was a verdict; the end of the step follows in the same append, and after a failed one the decision it leads to. */
export const judgeJudged = defineEvent('judge.judged', 1, z.object({ ...of, verdict: z.enum(['pass', 'fail']) }))

/** Nothing that promotes or rolls back by itself: the room is asked. `hold` is no verdict yet. */
export const judgeAsked = defineEvent('judge.asked', 1, z.object({ ...of, verdict: z.enum(['marginal', 'hold']) }))

/** A person lets it go on measuring. */
export const judgeKeptWaiting = defineEvent('judge.kept-waiting', 1, z.object({ ...attempt, reason: z.string() }))

/** A deviation: a person promotes without a verdict that does. */
export const judgePromoted = defineEvent('judge.promoted', 1, z.object({ ...attempt, reason: z.string() }))
