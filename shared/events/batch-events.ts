/** Events about the batches of a rolling release (docs/strategies.md). */
import { z } from 'zod'
import type { RunId, StepId } from '../ids.ts'
import { brand, defineEvent } from './define.ts'

/** A deviation: a person lets a batch begin although more instances fail than may, or nobody knows how many. `words` say what was seen. */
export const batchOverridden = defineEvent(
  'batch.overridden',
  1,
  z.object({ runId: brand<RunId>(), stepId: brand<StepId>(), words: z.string(), reason: z.string() }),
)
