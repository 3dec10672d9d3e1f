/** What people say afterwards about a moment of a release: while they replay it (docs/replay.md). */
import { z } from 'zod'
import { defineEvent } from './define.ts'

export const remarkAdded = defineEvent(
  'remark.added',
  1,
  z.object({
    text: z.string().min(1).max(4000),
    /** The last entry there was at that moment. */
    aboutSeq: z.number().int().min(1),
    /** The moment itself, in ms: at that entry, or after it and before the next one. */
    aboutMs: z.number().int(),
  }),
)
