/** Events about the documents of a release: versions people made of them, and which of those is the one that counts (docs/documents.md). */
import { z } from 'zod'
import type { Digest } from '../ids.ts'
import { brand, defineEvent } from './define.ts'

/** The SHA-256 of the text is what an approval of a document binds. */
export const documentEdited = defineEvent(
  'document.edited',
  1,
  z.object({
    document: z.string(),
    title: z.string(),
    version: z.number().int().positive(),
    /** The version it was made from; 0: what the record alone says. */
    baseVersion: z.number().int().nonnegative(),
    text: z.string(),
    digest: brand<Digest>(),
    /** What the record alone said then, so that it can be told later which facts changed. Absent: the same as the text, or as at a version before. */
    facts: z.string().optional(),
    factsDigest: brand<Digest>(),
    /** The version whose text it brings back. */
    restores: z.number().int().nonnegative().optional(),
  }),
)

export const documentPublished = defineEvent(
  'document.published',
  1,
  z.object({
    document: z.string(),
    title: z.string(),
    version: z.number().int().positive(),
    digest: brand<Digest>(),
    role: z.string().optional(),
  }),
)
