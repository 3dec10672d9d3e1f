/** What people say of a step while they review the runbook. */
import { z } from 'zod'
import type { Digest, StepId } from '../ids.ts'
import { brand, defineEvent } from './define.ts'

export const commentAdded = defineEvent(
  'comment.added',
  1,
  z.object({
    comment: z.string(),
    /** The comment it answers: those of a thread name the first one. */
    replyTo: z.string().optional(),
    stepId: brand<StepId>(),
    /** Where it was said: the file and the line (from 1) as they were then. */
    file: z.string(),
    line: z.number().int().min(1),
    text: z.string().min(1).max(2000),
    /** Of what the step did when it was said. */
    stepDigest: brand<Digest>(),
    definitionDigest: brand<Digest>(),
  }),
)

export const commentResolved = defineEvent(
  'comment.resolved',
  1,
  z.object({ comment: z.string(), words: z.string().max(2000).optional() }),
)

export const commentReopened = defineEvent(
  'comment.reopened',
  1,
  z.object({ comment: z.string(), words: z.string().min(1).max(2000) }),
)
