/** Whether a signed statement counts, and as whose word. The signature itself has been checked before. Pure. */
import { formatDigest, formatRole } from '../../documents/words.ts'
import type { Actor, CockpitEvent, PayloadOf } from '../../events/index.ts'
import type { Digest } from '../../ids.ts'
import { lintDefinition } from '../../runbook/lint/lint.ts'
import { refuseRole } from '../decide-approval.ts'
import type { ApprovalState, ReleaseState } from '../state.ts'
import { selectDigestNow } from './digest-now.ts'
import { findSigner } from './find-signer.ts'
import { objectToReview } from './object-to-review.ts'
import { findPerson } from './rules.ts'
import { isOfRun, type RunBinds, type Statement } from './statement.ts'
import { isTrueToItself } from './statement-words.ts'
import type { Subject } from './subjects.ts'

/** What OpenSSH found about the signature. */
export type CheckedSignature = {
  statementDigest: Digest
  /** Whose key it is in `allowed_signers`; a key may stand there for several. */
  principals: string[]
  keyId: string
  allowedSignersDigest: Digest
}

export type SignoffFacts = {
  nowMs: number
  /** Of the folder as it is now, with the inputs of the statement; or why nothing would run. */
  previewDigest: Digest | { problem: string }
  /** What a statement about the whole release would bind now. */
  subject?: (Subject & { digest: Digest }) | { problem: string }
  recordedBy: string
}

export type Accepted =
  | { outcome: 'accepted'; event: CockpitEvent; by: Actor }
  | { outcome: 'known'; seq: number; sentence: string }
  | { outcome: 'refused'; sentence: string }

const refuse = (sentence: string): Accepted => ({ outcome: 'refused', sentence })

function otherRelease(state: ReleaseState, statement: Statement): string | undefined {
  const { release, ledgerId, ledgerSize, name, version } = statement
  if (release !== state.release) return `It is about ${release}, and this is ${state.release}.`
  if (ledgerId !== state.ledgerId)
    return `It was asked for by another ledger of ${release} (${ledgerId}): ask for it again.`
  if (ledgerSize > state.size)
    return `It names ${ledgerSize} entries, and this ledger has ${state.size}: ask for it again.`
  if (name !== state.name || version !== state.version || !isTrueToItself(statement))
    return 'Its words say something else than it binds: ask for a new one.'
  return undefined
}

const isOf = ({ nonce, signed }: { nonce: string; signed: ApprovalState['signed'] }) => signed?.nonce === nonce

/** A statement counts once. The same bytes again change nothing; the same nonce around other words is a replay. */
function seenBefore(state: ReleaseState, { nonce }: Statement, { statementDigest, keyId }: CheckedSignature) {
  const before = state.approvals.find(({ signed }) => isOf({ nonce, signed }))
  if (!before) return undefined
  const where = `entry ${before.seq}`
  if (before.signed?.statementDigest !== statementDigest)
    return refuse(`Its nonce is used already (${where}), by another statement: ask for a new one.`)
  if (before.signed.keyId !== keyId)
    return refuse(
      `It was imported already with the signature of ${before.signed.principal} (${where}): ask for a new one.`,
    )
  const back = before.revoked ? ', and was taken back since: ask for a new one' : ''
  return { outcome: 'known', seq: before.seq, sentence: `Already imported as ${where}${back}.` } satisfies Accepted
}

/** Like one given at the keyboard, it counts for the next run only. */
function outrun(state: ReleaseState, ledgerSize: number, binds: RunBinds): string | undefined {
  const next = state.runOrder
    .map((id) => state.runs[id]!)
    .find((run) => run.environment === binds.environment && run.seq > ledgerSize)
  if (!next?.finished) return undefined
  return `It was asked for before run ${next.id}, which is over, and counts for the next run only: ask for a new one.`
}

const different = (was: Digest, now: Digest, what: string) =>
  `It is stale: it approves ${formatDigest(was)}, and ${formatDigest(now)} ${what}. Ask for a new one.`

function stale(
  state: ReleaseState,
  { binds, validUntil, ledgerSize }: Statement,
  facts: SignoffFacts,
): string | undefined {
  const { previewDigest, subject, nowMs } = facts
  if (validUntil !== undefined && Date.parse(validUntil) <= nowMs)
    return `It was valid until ${validUntil}: ask for a new one.`
  if (!isOfRun(binds)) {
    if (!subject || 'problem' in subject) return subject?.problem ?? 'What it is about is not there any more.'
    return subject.digest === binds.digest ? undefined : different(binds.digest, subject.digest, 'is what there is now')
  }
  if (typeof previewDigest !== 'string') return previewDigest.problem
  const now = selectDigestNow(state, binds.environment, binds.stage, { previewDigest, inputs: binds.inputs ?? {} })
  if (now.digest !== binds.digest) return different(binds.digest, now.digest, 'would run now')
  return outrun(state, ledgerSize, binds)
}

const bindsOf = ({ binds }: Statement): PayloadOf<'approval.given'>['binds'] => {
  const { kind, digest } = binds
  if (!isOfRun(binds)) return { kind, ...(binds.subject ? { subjectId: binds.subject } : {}), digest }
  return { kind, environment: binds.environment, ...(binds.step ? { stepId: binds.step } : {}), digest }
}

function accepted(
  statement: Statement,
  signature: CheckedSignature,
  { principal, name, isDeputy }: { principal: string; name: string; isDeputy: boolean },
  { recordedBy: by, subject }: SignoffFacts,
) {
  const { role, decision, words, nonce } = statement
  const parts = !isOfRun(statement.binds) && subject && 'parts' in subject ? subject.parts : []
  const { statementDigest, keyId, allowedSignersDigest } = signature
  const event: CockpitEvent = {
    type: 'approval.given',
    payload: {
      role,
      decision,
      binds: bindsOf(statement),
      ...(parts.length > 0 ? { parts } : {}),
      ...(isDeputy ? { deputy: true } : {}),
      ...(words ? { words } : {}),
      signed: { statementDigest, nonce, principal, keyId, allowedSignersDigest },
      recordedBy: by,
    },
  }
  return { outcome: 'accepted', event, by: { kind: 'person', name, role, assurance: 'ssh-sig' } } satisfies Accepted
}

export function acceptSignoff(
  state: ReleaseState,
  statement: Statement,
  signature: CheckedSignature,
  facts: SignoffFacts,
): Accepted {
  const other = otherRelease(state, statement)
  if (other) return refuse(other)
  const { role } = statement
  const isOfProcess = !isOfRun(statement.binds) && state.definition?.process?.roles[role] !== undefined
  const noRole = isOfProcess ? undefined : refuseRole(state, role)
  if (noRole) return refuse(noRole.rejection.message)
  const signer = findSigner(state.definition?.team[role] ?? [], signature.principals)
  if (!signer) return refuse(notOfRole(state, role, signature.principals))
  const seen = seenBefore(state, statement, signature)
  if (seen) return seen
  const old = stale(state, statement, facts)
  if (old) return refuse(old)
  const isReview = statement.binds.kind === 'review' && statement.decision === 'go'
  const objection = isReview && state.definition ? objectToReview(lintDefinition(state.definition)) : undefined
  if (objection) return refuse(objection)
  const isDeputy = findPerson(state.definition?.team[role], signer.name)?.deputy === true
  return accepted(statement, signature, { ...signer, isDeputy }, facts)
}

function notOfRole(state: ReleaseState, role: string, principals: string[]): string {
  const people = (state.definition?.team[role] ?? []).map(({ name, contact }) =>
    contact ? `${name} (${contact})` : name,
  )
  return `${principals.join(', ')} is nobody of ${formatRole(role)}, which has ${people.join(', ')}. A person is known by the contact or the name in release.yaml.`
}
