/** Events about what people say. */
import { z } from 'zod'
import type { Digest, RunId, StepId } from '../ids.ts'
import { brand, defineEvent } from './define.ts'

/** What an approval may be about beside what runs: the whole release, in no environment. */
const SUBJECT_KINDS = ['schedule', 'plan', 'document', 'process-step', 'poll', 'review'] as const

/** What an approval covers: change the digest and it is void. */
const binds = z.object({
  kind: z.enum(['run', 'step', ...SUBJECT_KINDS]),
  /** Missing for what is about the whole release. Since version 3. */
  environment: z.string().optional(),
  runId: brand<RunId>().optional(),
  stepId: brand<StepId>().optional(),
  /** Which document, step of the process or poll. Since version 3. */
  subjectId: z.string().optional(),
  /** Of the resolved stage, of the definition for `plan` and `review` (since version 4), else of the parts. */
  digest: brand<Digest>(),
})

/** One thing that was approved as it read then, so that a difference can be shown. */
const part = z.object({ partId: z.string(), title: z.string(), text: z.string() })

/** A statement signed with an SSH key, as it was checked when it was imported. */
const signed = z.object({
  /** SHA-256 of the statement's bytes. */
  statementDigest: brand<Digest>(),
  /** The statement's own, so that it counts once. */
  nonce: z.string(),
  /** Whose key it is in `allowed_signers`. */
  principal: z.string(),
  /** The key's fingerprint as OpenSSH writes it, `SHA256:…`. */
  keyId: z.string(),
  /** SHA-256 of the `allowed_signers` it was checked against. */
  allowedSignersDigest: brand<Digest>(),
})

/** The actor is who gave it. */
export const approvalGiven = defineEvent(
  'approval.given',
  4,
  z.object({
    role: z.string(),
    decision: z.enum(['go', 'no-go', 'standby']),
    binds,
    words: z.string().optional(),
    /** How it was given, where somebody else recorded it: by phone, in the room. Since version 2. */
    spoken: z.object({ how: z.string() }).optional(),
    /** The signed statement it was imported from. Since version 2. */
    signed: signed.optional(),
    /** Who put a spoken or a signed word on the record. Since version 2. */
    recordedBy: z.string().optional(),
    /** What the schedule or the step of the process was. Since version 3. */
    parts: z.array(part).optional(),
    /** Given by a deputy of the role. Since version 3. */
    deputy: z.boolean().optional(),
  }),
)

export const approvalRevoked = defineEvent(
  'approval.revoked',
  3,
  z.object({
    role: z.string(),
    binds,
    reason: z.string(),
    /** The entry that gave it: of several people of a role only this one's word. Since version 2. */
    givenSeq: z.number().int().optional(),
  }),
)

export const noteAdded = defineEvent(
  'note.added',
  1,
  z.object({ text: z.string().min(1), runId: brand<RunId>().optional() }),
)
