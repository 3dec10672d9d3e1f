/** The statement a role is asked to sign: what would run now, in words and by its digest. */
import type { Digest } from '../../ids.ts'
import type { Stage, Step } from '../../runbook/model.ts'
import { refuseRole } from '../decide-approval.ts'
import type { Rejection } from '../rejection.ts'
import { reject } from '../rejection.ts'
import type { ReleaseState } from '../state.ts'
import { selectDigestNow } from './digest-now.ts'
import { STATEMENT_FORMAT, type Statement } from './statement.ts'
import { statementWords } from './statement-words.ts'
import type { Subject } from './subjects.ts'

export type SignoffRequest = {
  role: string
  decision: Statement['decision']
  stage: Stage
  environment: string
  step?: Step
  /** Of the folder as it is now. */
  previewDigest: Digest
  inputs: Record<string, string>
  words?: string
  nonce: string
  validUntil?: string
}

const inputsOf = (inputs: Record<string, string>) => (Object.keys(inputs).length > 0 ? { inputs } : {})

export function requestSignoff(
  state: ReleaseState,
  request: SignoffRequest,
): { statement: Statement; rejection?: undefined } | { rejection: Rejection; statement?: undefined } {
  const { role, decision, stage, step, environment, words, nonce, validUntil } = request
  const refused = refuseRole(state, role)
  if (refused) return refused
  if (decision === 'no-go' && !words?.trim())
    return reject('missing-reason', 'A no-go needs a reason: give it with --words.')
  const { digest, inputs } = selectDigestNow(state, environment, stage.id, request)
  const { name, version } = state
  const what = step ? `step ${step.title} of ${stage.title}` : stage.title
  const statement: Statement = {
    format: STATEMENT_FORMAT,
    ledgerId: state.ledgerId,
    ledgerSize: state.size,
    release: state.release,
    name,
    version,
    role,
    decision,
    binds: {
      kind: step ? 'step' : 'run',
      environment,
      stage: stage.id,
      ...(step ? { step: step.id } : {}),
      digest,
      ...inputsOf(inputs),
    },
    approves: statementWords({ role, decision, name, version, environment }, what),
    steps: (step ? [step] : stage.steps).map((each) => each.title),
    ...(words?.trim() ? { words: words.trim() } : {}),
    nonce,
    ...(validUntil ? { validUntil } : {}),
  }
  return { statement }
}

export type SubjectRequest = Pick<SignoffRequest, 'role' | 'decision' | 'words' | 'nonce' | 'validUntil'> & {
  subject: Subject & { digest: Digest }
}

/** What is signed must be readable where the cockpit is not: the parts, or the titles of the steps. */
const partWords = (state: ReleaseState, { kind, parts }: Subject): string[] =>
  kind === 'plan' || kind === 'poll' || kind === 'review'
    ? (state.definition?.runbook.stages ?? []).flatMap((stage) => stage.steps.map(({ title }) => title))
    : parts.map(({ title, text }) => `${title}: ${text}`)

const WHAT = { schedule: 'the schedule', plan: 'the plan', poll: 'the start', review: 'the runbook as reviewed' }

/** The same about the schedule, the plan, a step of the process or the poll that is open. */
export function requestSubjectSignoff(
  state: ReleaseState,
  { role, decision, subject, words, nonce, validUntil }: SubjectRequest,
): { statement: Statement; rejection?: undefined } | { rejection: Rejection; statement?: undefined } {
  const isOfProcess = state.definition?.process?.roles[role] !== undefined
  const refused = isOfProcess ? undefined : refuseRole(state, role)
  if (refused) return refused
  if (decision === 'no-go' && !words?.trim())
    return reject('missing-reason', 'A no-go needs a reason: give it with --words.')
  const { name, version, release, ledgerId, size } = state
  const { kind, subjectId, digest } = subject
  const what = kind === 'process-step' || kind === 'document' ? subject.title : WHAT[kind]
  const statement: Statement = {
    format: STATEMENT_FORMAT,
    ledgerId,
    ledgerSize: size,
    release,
    name,
    version,
    role,
    decision,
    binds: { kind, ...(subjectId ? { subject: subjectId } : {}), digest },
    approves: statementWords({ role, decision, name, version }, what),
    steps: partWords(state, subject),
    ...(words?.trim() ? { words: words.trim() } : {}),
    nonce,
    ...(validUntil ? { validUntil } : {}),
  }
  return { statement }
}
