/** Events about what people say. */
import { z } from 'zod'
import type { Digest, RunId, StepId } from '../ids.ts'
import { brand, defineEvent } from './define.ts'

/** What an approval covers: change the digest and it is void. */
const binds = z.object({
  kind: z.enum(['run', 'step']),
  environment: z.string(),
  runId: brand<RunId>().optional(),
  stepId: brand<StepId>().optional(),
  digest: brand<Digest>(),
})

export const approvalGiven = defineEvent(
  'approval.given',
  1,
  z.object({ role: z.string(), decision: z.enum(['go', 'no-go', 'standby']), binds, words: z.string().optional() }),
)

export const approvalRevoked = defineEvent(
  'approval.revoked',
  1,
  z.object({ role: z.string(), binds, reason: z.string() }),
)

export const noteAdded = defineEvent(
  'note.added',
  1,
  z.object({ text: z.string().min(1), runId: brand<RunId>().optional() }),
)
