/**
 * What somebody signs with an SSH key who is not at the machine (DESIGN §9): a role's word about one stage or step, bound to the release, its ledger
 * and the digest of what would run. RFC 8785 canonical JSON, so that the same statement is the same bytes everywhere.
 */
import { z } from 'zod'
import { brand } from '../../events/define.ts'
import type { Digest, StageId, StepId } from '../../ids.ts'
import { canonicalText } from '../../ledger/canonical.ts'

export const STATEMENT_FORMAT = 'release-cockpit-signoff/1'
/** The namespace of `ssh-keygen -Y`: a signature made for anything else does not count here. */
export const SIGNATURE_NAMESPACE = 'release-cockpit'

const runBinds = z
  .strictObject({
    kind: z.enum(['run', 'step']),
    environment: z.string().min(1),
    stage: brand<StageId>(),
    step: brand<StepId>().optional(),
    /** Resolved digest of the stage. */
    digest: brand<Digest>(),
    /** Given when it was asked for; they are part of the digest. */
    inputs: z.record(z.string(), z.string()).optional(),
  })
  .refine(
    ({ kind, step }) => (kind === 'step') === (step !== undefined),
    'a step is named exactly when it is about one',
  )

/** What is about the whole release: the schedule, the plan, a step of the process, the poll. */
const subjectBinds = z.strictObject({
  kind: z.enum(['schedule', 'plan', 'process-step', 'document', 'poll', 'review']),
  subject: z.string().min(1).optional(),
  digest: brand<Digest>(),
})

export type RunBinds = z.output<typeof runBinds>
export type SubjectBinds = z.output<typeof subjectBinds>

const binds = z.union([runBinds, subjectBinds])

export const isOfRun = (each: RunBinds | SubjectBinds): each is RunBinds => 'stage' in each

export const statementSchema = z.strictObject({
  format: z.literal(STATEMENT_FORMAT),
  ledgerId: z.string().min(1),
  /** Entries of the ledger when it was asked for: it counts for the next run after that. */
  ledgerSize: z.number().int().min(1),
  release: z.string().min(1),
  name: z.string(),
  version: z.string(),
  role: z.string().min(1),
  decision: z.enum(['go', 'no-go', 'standby']),
  binds,
  /** What is approved, in words. */
  approves: z.string(),
  /** Titles of the steps, in order. */
  steps: z.array(z.string()),
  words: z.string().max(2000).optional(),
  nonce: z.string().min(16),
  validUntil: z.iso.datetime({ offset: true }).optional(),
})

export type Statement = z.output<typeof statementSchema>

/** What is written and signed: no newline at its end, so that nothing that changes line ends changes it. */
export const statementText = (statement: Statement): string => canonicalText(statement)

/** Only the exact bytes of a statement are one: no key twice, nothing beside it. */
export function readStatement(text: string): { statement: Statement } | { problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: 'It is not JSON: ask for it again with cockpit request-signoff.' }
  }
  const parsed = statementSchema.safeParse(value)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    return {
      problem: `It is no sign-off of this version of the cockpit (${path.join('.') || 'statement'}: ${message}).`,
    }
  }
  if (statementText(parsed.data) !== text)
    return { problem: 'It is not written as canonical JSON: ask for it again with cockpit request-signoff.' }
  return { statement: parsed.data }
}

const safe = (name: string) => name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-')

/** `sre-production-staging.json`; a step's stands between stage and environment. */
export const statementFile = ({ role, binds }: Pick<Statement, 'role' | 'binds'>): string => {
  const parts = isOfRun(binds)
    ? [binds.stage, ...(binds.step ? [binds.step] : []), binds.environment]
    : [binds.kind, ...(binds.subject ? [binds.subject] : [])]
  return `${[role, ...parts].map(safe).join('-')}.json`
}
