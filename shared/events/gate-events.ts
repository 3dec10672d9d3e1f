/** Events about gates: steps that hold until metrics met their targets for a while (docs/steps.md). */
import { z } from 'zod'
import { PHASES } from '../analysis/measurement/metric-run.ts'
import type { AttemptId, RunId, StepId } from '../ids.ts'
import { brand, defineEvent } from './define.ts'
import { evidence } from './metric-events.ts'

const attempt = { runId: brand<RunId>(), stepId: brand<StepId>(), attemptId: brand<AttemptId>() }

/** How far each metric is, so that another cockpit goes on from there. Times in ms. */
export const gateMeasured = defineEvent(
  'gate.measured',
  1,
  z.object({
    ...attempt,
    metrics: z.record(
      z.string(),
      z.object({
        heldMs: z.number(),
        measured: z.number().int(),
        failures: z.number().int(),
        inconclusives: z.number().int(),
        successesInARow: z.number().int(),
      }),
    ),
  }),
)

/** What a metric was when it was judged: a sentence, and the samples it rests on. */
const judged = z.object({
  metric: z.string(),
  state: z.enum(PHASES),
  words: z.string(),
  value: z.number().nullable(),
  heldMs: z.number(),
  samples: evidence,
})

/** Nothing can be said about the release: the room is asked whether it goes on. */
export const gateAsked = defineEvent('gate.asked', 1, z.object({ ...attempt, blocks: z.array(judged) }))

/** There is evidence again: nobody has to answer. */
export const gateQuestionWithdrawn = defineEvent('gate.question-withdrawn', 1, z.object(attempt))

/** A person lets it go on holding. */
export const gateKeptWaiting = defineEvent('gate.kept-waiting', 1, z.object({ ...attempt, reason: z.string() }))

/** A deviation: a person goes on although the gate has not passed. */
export const gateOverridden = defineEvent('gate.overridden', 1, z.object({ ...attempt, reason: z.string() }))

/** The gate passed or failed by itself; the end of the step follows in the same append. */
export const gateJudged = defineEvent(
  'gate.judged',
  1,
  z.object({ ...attempt, outcome: z.enum(['met', 'failed']), metrics: z.array(judged) }),
)
