/** Events about the items of the release process: tasks, checklist, entry criteria, gates and deliverables (docs/process.md). */
import { z } from 'zod'
import type { Digest, RunId } from '../ids.ts'
import { brand, defineEvent } from './define.ts'

/** What shows that an item is done. A file's digest was taken when it was brought. */
export const evidenceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), path: z.string(), sha256: brand<Digest>(), bytes: z.number().int() }),
  z.object({ kind: z.literal('link'), url: z.string() }),
  z.object({ kind: z.literal('run'), runId: brand<RunId>() }),
  z.object({ kind: z.literal('note'), text: z.string() }),
])

export type ItemEvidence = z.output<typeof evidenceSchema>

/** `title`: as it read then, so that the record can be read without the process file. */
const item = { item: z.string(), title: z.string() }

/** Somebody sees to it: the actor, or the person the actor names. */
export const itemTaken = defineEvent('item.taken', 1, z.object({ ...item, person: z.string() }))

export const itemDone = defineEvent(
  'item.done',
  1,
  z.object({ ...item, role: z.string().optional(), evidence: z.array(evidenceSchema).min(1) }),
)

/** It is not done after all. */
export const itemReopened = defineEvent('item.reopened', 1, z.object({ ...item, reason: z.string() }))

/** A deviation: a role goes on without it. */
export const itemWaived = defineEvent('item.waived', 1, z.object({ ...item, role: z.string(), reason: z.string() }))
