/** What git said of a release: so that the notes made from it can be checked against what they were made from. */
import { z } from 'zod'
import type { Digest } from '../ids.ts'
import { brand, defineEvent } from './define.ts'

const commit = z.object({
  commit: z.string(),
  /** The first line as it was written; `type`, `scope` and `subject` when it is a conventional commit. */
  header: z.string(),
  author: z.string(),
  type: z.string().optional(),
  scope: z.string().optional(),
  subject: z.string().optional(),
  /** What it says of what breaks, empty when only marked with `!`; absent when nothing does. */
  breaking: z.string().optional(),
  /** The rest of the message, for commits that add something. */
  body: z.string().optional(),
  isMerge: z.boolean().optional(),
  /** The commit it takes back. */
  reverts: z.string().optional(),
  /** Names a vulnerability by its number. */
  isSecurity: z.boolean().optional(),
  /** When it was committed, ms since the epoch. Since version 2. */
  committedAtMs: z.number().optional(),
})

export type CommitFact = z.output<typeof commit>

const end = z.object({ name: z.string(), commit: z.string() })

/**
 * The commits between two versions, newest first. `total` counts all of them, `digest` is the SHA-256 of all their hashes, one a line; `commits` may
 * hold fewer.
 */
export const historyRead = defineEvent(
  'history.read',
  2,
  z.object({
    repository: z.string(),
    only: z.array(z.string()),
    since: end,
    until: end,
    total: z.number().int(),
    digest: brand<Digest>(),
    commits: z.array(commit),
    contributors: z.array(z.string()),
    /** What a reader should know of how far this can be trusted. */
    remarks: z.array(z.string()),
  }),
)
