/** Events about the way to another machine. The command there goes on by itself. */
import { z } from 'zod'
import type { AttemptId, RunId, StepId } from '../ids.ts'
import { brand, defineEvent } from './define.ts'

const attempt = { runId: brand<RunId>(), stepId: brand<StepId>(), attemptId: brand<AttemptId>() }

/** `sinceMs` is the last sign of life; `reason` a clause such as "deploy-01 does not answer." */
export const stepConnectionLost = defineEvent(
  'step.connection-lost',
  1,
  z.object({ ...attempt, host: z.string(), sinceMs: z.number(), reason: z.string() }),
)

export const stepConnectionRestored = defineEvent(
  'step.connection-restored',
  1,
  z.object({ ...attempt, host: z.string(), lostMs: z.number() }),
)
