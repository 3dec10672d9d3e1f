/** Words of roles about the schedule, the plan and the steps of the process: which stand, which are void, and what changed. */
import type { ApprovalRule } from '../../runbook/model.ts'
import type { ApprovalState, ReleaseState } from '../state.ts'
import { type Change, partChanges, planChanges, wordingChanges } from './changes.ts'
import { describeQuestion, judgeRole, nameOf, type RoleVerdict, selectRule } from './rules.ts'
import { findSubject, type SubjectRef } from './subjects.ts'

/** `flagged`: only wording changed since, and the word counts. */
export type SubjectWord = ApprovalState & { standing: 'stands' | 'flagged' | 'void'; changes: Change[] }

const isAbout = ({ binds }: ApprovalState, { kind, subjectId }: SubjectRef) =>
  binds.kind === kind && binds.subjectId === subjectId

function planWord(state: ReleaseState, given: ApprovalState): SubjectWord {
  const [was, is] = [given.about, state.definition]
  const isSame = given.binds.digest === state.definitionDigest
  if (!was || !is) return { ...given, standing: isSame ? 'stands' : 'void', changes: [] }
  const changes = isSame ? wordingChanges(was, is) : planChanges(was, is)
  return { ...given, standing: isSame ? (changes.length > 0 ? 'flagged' : 'stands') : 'void', changes }
}

/** A plan's digest says that it changed; what changed says the definition it was given about. */
function withPlan(state: ReleaseState, given: ApprovalState, changes: Change[]): Change[] {
  const [was, is] = [given.about, state.definition]
  return changes.flatMap((change) =>
    change.title === 'Steps and metrics' && was && is ? planChanges(was, is) : [change],
  )
}

/** One word about a subject, held against what that is now. */
export function judgeSubjectWord(state: ReleaseState, given: ApprovalState, ref: SubjectRef): SubjectWord {
  if (given.voided) return { ...given, standing: 'void', changes: [{ title: given.voided }] }
  if (ref.kind === 'plan' || ref.kind === 'poll' || ref.kind === 'review') return planWord(state, given)
  const subject = findSubject(state, ref)
  if ('problem' in subject) return { ...given, standing: 'void', changes: [{ title: subject.problem }] }
  const changes = partChanges(given.parts ?? [], subject.parts, ref.kind === 'schedule')
  return { ...given, standing: changes.length > 0 ? 'void' : 'stands', changes: withPlan(state, given, changes) }
}

/** The last word of each person of a role about a subject that was not taken back, oldest first. */
export const selectSubjectWords = (state: ReleaseState, ref: SubjectRef, role: string): SubjectWord[] =>
  state.approvals
    .filter((each) => each.role === role && isAbout(each, ref) && !each.revoked)
    .map((each) => judgeSubjectWord(state, each, ref))

export type SubjectRole = RoleVerdict & {
  role: string
  says: string
  rule: ApprovalRule | undefined
  /** Oldest first. */
  words: SubjectWord[]
  /** `2 of SRE (Ada Obi, Ben Cole (deputy))`. */
  asked: string
}

export type SubjectView = { ref: SubjectRef; title: string; roles: SubjectRole[]; missing: number }

/** Where the process names no reviewers: those who answer for what is run, else the first role of the team. */
function reviewersOf({ definition }: ReleaseState): string[] {
  const roles = Object.keys(definition?.team ?? {})
  const usual = ['devops-lead', 'tech-lead'].filter((role) => roles.includes(role))
  return usual.length > 0 ? usual : roles.slice(0, 1)
}

/** Who is asked about a subject, by the process. */
function askedRoles(state: ReleaseState, { kind, subjectId }: SubjectRef) {
  const { definition } = state
  const process = definition?.process
  const step = kind === 'process-step' ? process?.steps.find(({ id }) => id === subjectId) : undefined
  if (step)
    return Object.entries(step.approvals).map(([role, says]) => ({ role, says, own: step.approvalRules?.[role] }))
  if (kind === 'poll') {
    const poll = state.polls?.find(({ pollId }) => pollId === subjectId)
    return (poll?.roles ?? []).map((role) => ({ role, says: '', own: undefined }))
  }
  // A document is for those who approve the step that delivers it.
  const delivering = process?.steps.find(({ deliverables }) =>
    deliverables.some(({ document }) => document !== undefined && document === subjectId),
  )
  if (kind === 'document')
    return Object.keys(delivering?.approvals ?? {}).map((role) => ({ role, says: '', own: undefined }))
  if (kind === 'review')
    return (process?.subjectApprovals?.review ?? reviewersOf(state)).map((role) => ({ role, says: '', own: undefined }))
  const asked = kind === 'process-step' ? undefined : process?.subjectApprovals?.[kind]
  return (asked ?? []).map((role) => ({ role, says: '', own: undefined }))
}

export function selectSubject(state: ReleaseState, ref: SubjectRef, executor?: string): SubjectView | undefined {
  const subject = findSubject(state, ref)
  if ('problem' in subject) return undefined
  const { definition } = state
  const roles = askedRoles(state, ref).map(({ role, says, own }): SubjectRole => {
    const rule = selectRule(definition, role, own)
    const words = selectSubjectWords(state, ref, role)
    const question = { role, rule, executor }
    const verdict = judgeRole(
      definition,
      question,
      words.filter(({ standing }) => standing !== 'void'),
    )
    return { role, says, rule, words, asked: describeQuestion(definition, question, verdict.missing), ...verdict }
  })
  return { ref, title: subject.title, roles, missing: roles.filter(({ missing }) => missing > 0).length }
}

/** Everything the process asks an approval of, in its order, and documents somebody has approved. */
export const selectSubjects = (state: ReleaseState, executor?: string): SubjectView[] => {
  const process = state.definition?.process
  const refs: SubjectRef[] = [
    ...(['schedule', 'plan', 'review'] as const)
      .filter((kind) => process?.subjectApprovals?.[kind])
      .map((kind) => ({ kind })),
    ...(process?.steps ?? []).map(({ id }): SubjectRef => ({ kind: 'process-step', subjectId: id })),
  ]
  const said = state.approvals.flatMap(({ binds }) =>
    binds.kind === 'document' && binds.subjectId ? [binds.subjectId] : [],
  )
  const documents = [...new Set(said)].map((subjectId): SubjectRef => ({ kind: 'document', subjectId }))
  return [...refs, ...documents]
    .flatMap((ref) => selectSubject(state, ref, executor) ?? [])
    .filter(({ roles }) => roles.length > 0)
}

const cut = (text: string) => (text.length > 160 ? `${text.slice(0, 157)}…` : text).replaceAll('\n', ' ⏎ ')

/** `Switch: “a” is “b” now`. */
export function changeWords({ title, before, after }: Change): string {
  if (before === undefined && after === undefined) return title
  if (before === undefined) return `${title} was added: “${cut(after!)}”`
  return after === undefined
    ? `${title} is gone: “${cut(before)}”`
    : `${title}: “${cut(before)}” is now “${cut(after)}”`
}

const SAID = { go: 'GO', 'no-go': 'NO-GO', standby: 'STANDBY' } as const

/** Why a role is still asked, in one sentence. */
export function missingWords({ asked, refusals, words, given }: SubjectRole): string {
  const refusal = refusals[0]
  if (refusal) return `${nameOf(refusal)} said ${SAID[refusal.decision]}${refusal.words ? `: ${refusal.words}` : ''}.`
  const old = words.findLast(({ standing }) => standing === 'void')
  const why = old
    ? ` ${nameOf(old)}’s ${SAID[old.decision]} is void: ${old.changes.slice(0, 2).map(changeWords).join('; ')}.`
    : ''
  const so = given.length > 0 ? ` ${given.map(nameOf).join(', ')} said GO.` : ''
  return `${asked} can say so.${so}${why}`
}
