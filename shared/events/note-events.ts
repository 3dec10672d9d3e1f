/** What a scribe writes down beside plain notes: what was decided, and who sees to what by when. */
import { z } from 'zod'
import type { RunId } from '../ids.ts'
import { brand, defineEvent } from './define.ts'

const noteId = z.string().min(1).max(100)
const owner = z.string().min(1).max(200)
/** A day (`2026-12-04`) or an instant with its offset. */
const due = z.union([z.iso.date(), z.iso.datetime({ offset: true })])

export const noteMinuted = defineEvent(
  'note.minuted',
  1,
  z.object({
    noteId,
    kind: z.enum(['decision', 'action']),
    text: z.string().min(1).max(4000),
    /** A person or a role, as it was written. */
    owner: owner.optional(),
    due: due.optional(),
    runId: brand<RunId>().optional(),
  }),
)

/** Both as they are from here on; what is left out is nobody's, or has no date. */
export const noteAssigned = defineEvent(
  'note.assigned',
  1,
  z.object({ noteId, owner: owner.optional(), due: due.optional() }),
)

export const noteSettled = defineEvent('note.settled', 1, z.object({ noteId, words: z.string().max(2000).optional() }))

export const noteReopened = defineEvent('note.reopened', 1, z.object({ noteId, words: z.string().min(1).max(2000) }))
