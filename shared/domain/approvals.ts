import type { Digest, StepId } from '../ids.ts'
import type { Step } from '../runbook/model.ts'
import { judgeRole, type RoleVerdict, selectRule } from './signoffs/rules.ts'
import type { ApprovalState, ReleaseState, RunState } from './state.ts'

/** Approvals given before a run count for that run only: not for a later one that happens to have the same digest. */
const givenFor = (state: ReleaseState, run: RunState, given: ApprovalState) => {
  if (given.binds.runId !== undefined) return given.binds.runId === run.id
  const before = state.runOrder
    .map((id) => state.runs[id]!)
    .findLast((each) => each.seq < run.seq && each.environment === run.environment)
  return given.binds.environment === run.environment && given.seq > (before?.seq ?? 0)
}

/** An approval holds through an amendment that did not touch its step. */
function isCovered(run: RunState, id: StepId | undefined, digest: Digest): boolean {
  if (digest === run.resolvedDigest) return true
  if (id === undefined) return false
  for (const { fromDigest, voids } of (run.amendments ?? []).toReversed()) {
    if (voids.includes(id)) return false
    if (digest === fromDigest) return true
  }
  return false
}

/** What was last said by a role about one step of one run; void when the digest it was said about is another. */
export const selectStepApproval = (
  state: ReleaseState,
  run: RunState,
  id: StepId,
  role: string,
): (ApprovalState & { isVoid: boolean }) | undefined => {
  const last = state.approvals.findLast(
    (each) => each.role === role && each.binds.stepId === id && !each.revoked && givenFor(state, run, each),
  )
  return last && { ...last, isVoid: !isCovered(run, id, last.binds.digest) }
}

/** What people of a role said about one step of one run and still holds, oldest first. */
const wordsAbout = (state: ReleaseState, run: RunState, id: StepId, role: string): ApprovalState[] =>
  state.approvals.filter(
    (each) =>
      each.role === role &&
      each.binds.stepId === id &&
      !each.revoked &&
      givenFor(state, run, each) &&
      isCovered(run, id, each.binds.digest),
  )

export const executorOf = ({ startedBy }: RunState): string | undefined =>
  startedBy.kind === 'person' ? startedBy.name : undefined

/** How a role with a rule stands about one step of a run: who gave it, and how many are missing. */
export const selectStepVerdict = (state: ReleaseState, run: RunState, id: StepId, role: string): RoleVerdict => {
  const rule = selectRule(run.definition, role)
  const question = { role, rule, executor: executorOf(run) }
  return judgeRole(run.definition, question, wordsAbout(state, run, id, role))
}

/** Roles whose GO a step still needs, in the order the runbook names them. */
export const selectMissingApprovals = (state: ReleaseState, run: RunState, step: Step): string[] =>
  (step.attributes.approve ?? []).filter((role) => {
    if (selectRule(run.definition, role)) return selectStepVerdict(state, run, step.id, role).missing > 0
    const said = selectStepApproval(state, run, step.id, role)
    return !said || said.isVoid || said.decision !== 'go'
  })

/** The last word of a role about `environment`, held against what a run is pinned to now: what its lamp shows. */
export const selectRoleWord = (
  state: ReleaseState,
  environment: string,
  role: string,
  run: RunState | undefined,
): (ApprovalState & { isVoid: boolean }) | undefined => {
  const last = state.approvals.findLast(
    (each) => each.role === role && each.binds.environment === environment && !each.revoked,
  )
  return last && { ...last, isVoid: run !== undefined && !isCovered(run, last.binds.stepId, last.binds.digest) }
}

type Ahead = { environment: string; id: StepId; role: string; digest: Digest; executor?: string | undefined }

/** Whether a role said GO about a step ahead of a run that this person would start now with this digest. */
export function isGivenAhead(state: ReleaseState, { environment, id, role, digest, executor }: Ahead): boolean {
  const before = state.runOrder.map((each) => state.runs[each]!).findLast((run) => run.environment === environment)
  const words = state.approvals.filter(
    (each) =>
      each.role === role &&
      each.binds.stepId === id &&
      each.binds.environment === environment &&
      each.binds.runId === undefined &&
      each.seq > (before?.seq ?? 0) &&
      !each.revoked,
  )
  const rule = selectRule(state.definition, role)
  const held = rule ? words.filter(({ binds }) => binds.digest === digest) : words.slice(-1)
  if (held.some(({ binds }) => binds.digest !== digest)) return false
  return judgeRole(state.definition, { role, rule, executor }, held).missing === 0
}
