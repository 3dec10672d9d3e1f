/** What the room says beside approvals: notes, decisions and action items, and who drives. */
import { z } from 'zod'
import { brand } from '../events/define.ts'
import type { RunId } from '../ids.ts'
import { nameWords, words } from './words.ts'

const noteId = z.string().trim().min(1).max(100)
const owner = nameWords(200)
const due = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: 'Write the date as 2026-12-04, or 2026-12-04T17:00:00+01:00.',
})
const runId = brand<RunId>().optional()
const person = nameWords(200)
const reason = words(2000, 'Give a reason: it goes on the record.').optional()
/** Empty takes away what is there. */
const empty = z.literal('')

export const noteCommands = [
  z.object({ type: z.literal('note.add'), text: words(4000, 'Write the note.'), runId }),
  z.object({
    type: z.literal('note.minute'),
    kind: z.enum(['decision', 'action']),
    text: words(4000, 'Write what was decided, or what is to be done.'),
    owner: owner.optional(),
    due: due.optional(),
    runId,
  }),
  z.object({
    type: z.literal('note.assign'),
    noteId,
    owner: z.union([empty, owner]).optional(),
    due: z.union([empty, due]).optional(),
  }),
  z.object({ type: z.literal('note.settle'), noteId, words: words(2000, 'Write what came of it.').optional() }),
  z.object({ type: z.literal('note.reopen'), noteId, words: words(2000, 'Say why it is open again.') }),
] as const

export const driverCommands = [
  /** With an offer to this person it is accepted; where somebody else drives a reason is asked for. */
  z.object({ type: z.literal('driver.take'), reason }),
  z.object({ type: z.literal('driver.offer'), to: person, words: words(2000, 'Write what to know.').optional() }),
  z.object({ type: z.literal('driver.accept') }),
  z.object({ type: z.literal('driver.decline'), reason }),
  z.object({ type: z.literal('driver.withdraw') }),
  z.object({ type: z.literal('driver.leave'), reason }),
] as const
