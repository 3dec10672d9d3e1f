/** Words of roles: given at the keyboard, recorded for somebody who is not there, taken back. */
import type { Command } from '../contract/commands.ts'
import { formatRole } from '../documents/words.ts'
import type { Actor, CockpitEvent, PayloadOf } from '../events/index.ts'
import { lintDefinition } from '../runbook/lint/lint.ts'
import { executorOf } from './approvals.ts'
import type { Decision, Facts } from './decision.ts'
import { reject } from './rejection.ts'
import { sameName } from './same-name.ts'
import { refuseName } from './signoffs/names.ts'
import { objectToReview } from './signoffs/object-to-review.ts'
import { refuseWithoutPin } from './signoffs/pins.ts'
import { findPerson, nameOf, refuseVoice, selectRule } from './signoffs/rules.ts'
import type { ReleaseState } from './state.ts'

type Give = Extract<Command, { type: 'approval.give' }>

/** A role the team does not have has no word; undefined when it has one. */
export function refuseRole(state: ReleaseState, role: string) {
  const team = state.definition?.team ?? {}
  if (Object.keys(team).length === 0 || team[role]) return undefined
  return reject('missing-approval', `The team has no role "${role}". It has: ${Object.keys(team).join(', ')}.`)
}

/** Roles of the process speak about the process, also where the team names nobody for them. */
const refuseRoleFor = (state: ReleaseState, { role, about }: Give) =>
  about && state.definition?.process?.roles[role] ? undefined : refuseRole(state, role)

/** Which digest the word is about, held against the one that was shown. */
function refuseBinding(state: ReleaseState, { environment, about, runId, digest }: Give, facts: Facts) {
  const poll = about?.kind === 'poll' ? state.polls?.find(({ pollId }) => pollId === about.subjectId) : undefined
  if (poll?.closed)
    return reject('wrong-state', `This poll is closed (${poll.closed.outcome}): its answers stand as they are.`)
  if (about && facts.subject && 'problem' in facts.subject) return reject('unknown-item', facts.subject.problem)
  if (!about && environment === undefined)
    return reject(
      'unknown-environment',
      'Say what it is about: an environment, or schedule, plan or a step of the process.',
    )
  const run = runId ? state.runs[runId] : undefined
  if (run?.rehearsal)
    return reject(
      'wrong-state',
      `${run.id} is a rehearsal: nobody’s approval is given in it. Confirm its step to go on.`,
    )
  if (runId && !run) return reject('unknown-run', `There is no run ${runId} in this release.`)
  const subject = facts.subject && 'digest' in facts.subject ? facts.subject.digest : undefined
  const current = about ? subject : run ? run.resolvedDigest : facts.resolvedDigest
  if (current && current !== digest)
    return reject('changed-since-shown', 'What you approve changed since it was shown: look at it again.')
  return undefined
}

/** Who gives the word: who spoke, else who is at the keyboard. */
const giverOf = ({ spoken }: Give, { actor }: Facts): string =>
  spoken?.by ?? (actor.kind === 'person' ? actor.name : 'Cockpit')

function refuseGiver(state: ReleaseState, command: Give, facts: Facts) {
  const { definition } = state
  const name = giverOf(command, facts)
  const odd = refuseName(definition?.team ?? {}, name)
  if (odd) return reject('bad-command', odd)
  const run = command.runId ? state.runs[command.runId] : undefined
  const team = run?.definition ?? definition
  const question = { role: command.role, rule: selectRule(team, command.role), executor: run && executorOf(run) }
  const refused = refuseVoice(team, question, name)
  return refused ? reject('missing-approval', refused) : undefined
}

function refuseReview({ definition }: ReleaseState, { about, decision }: Give) {
  if (about?.kind !== 'review' || decision !== 'go') return undefined
  const objection = objectToReview(lintDefinition(definition!))
  return objection === undefined ? undefined : reject('gate-shut', objection)
}

function refuse(state: ReleaseState, command: Give, facts: Facts) {
  const { decision, words, spoken } = command
  if (!state.definition) return reject('no-definition', 'The release folder has not been read yet: open it first.')
  if (decision === 'no-go' && !words?.trim())
    return reject('missing-reason', 'A no-go needs a reason: it goes on the record.')
  if (spoken && facts.actor.kind === 'person' && sameName(spoken.by, facts.actor.name))
    return reject('wrong-state', `${spoken.by} is at the keyboard: approve without saying how it was given.`)
  return (
    refuseWithoutPin(state, facts.actor) ??
    refuseRoleFor(state, command) ??
    refuseBinding(state, command, facts) ??
    refuseReview(state, command) ??
    refuseGiver(state, command, facts)
  )
}

/** In the name of who spoke; who recorded it stands in the payload. */
function spokenBy({ role, spoken }: Give, { actor }: Facts): { by?: Actor; recordedBy?: string } {
  if (!spoken) return {}
  const recordedBy = actor.kind === 'person' ? actor.name : undefined
  return { by: { kind: 'person', name: spoken.by, role, assurance: 'spoken' }, ...(recordedBy ? { recordedBy } : {}) }
}

function bindsOf({ environment, about, runId, stepId, digest }: Give): PayloadOf<'approval.given'>['binds'] {
  if (!about) return { kind: stepId ? 'step' : 'run', environment, runId, stepId, digest }
  const { kind, subjectId } = about
  return { kind, ...(subjectId ? { subjectId } : {}), digest }
}

export function decideApproval(state: ReleaseState, command: Give, facts: Facts): Decision {
  const refused = refuse(state, command, facts)
  if (refused) return refused
  const { role, decision, words, spoken, about } = command
  const { by, recordedBy } = spokenBy(command, facts)
  const parts = about && facts.subject && 'parts' in facts.subject ? facts.subject.parts : []
  const isDeputy = findPerson(state.definition?.team[role], giverOf(command, facts))?.deputy === true
  const given: CockpitEvent = {
    type: 'approval.given',
    payload: {
      role,
      decision,
      binds: bindsOf(command),
      words: words?.trim() || undefined,
      ...(spoken ? { spoken: { how: spoken.how } } : {}),
      ...(recordedBy ? { recordedBy } : {}),
      ...(parts.length > 0 ? { parts } : {}),
      ...(isDeputy ? { deputy: true } : {}),
    },
  }
  return { events: [given], ...(by ? { by } : {}) }
}

/** With a rule, only its own people take a role's word back, or who gave it. */
function refuseTaker(state: ReleaseState, role: string, giver: string, { actor }: Facts) {
  const { definition } = state
  if (!selectRule(definition, role) || actor.kind !== 'person' || sameName(giver, actor.name)) return undefined
  const people = definition?.team[role] ?? []
  if (people.length === 0 || findPerson(people, actor.name)) return undefined
  return reject(
    'missing-approval',
    `Only ${giver} or ${formatRole(role)} takes this word back, and ${actor.name} is neither.`,
  )
}

export function revokeApproval(
  state: ReleaseState,
  { seq, reason }: Extract<Command, { type: 'approval.revoke' }>,
  facts: Facts,
): Decision {
  const given = state.approvals.find((each) => each.seq === seq)
  if (!given) return reject('unknown-item', `Entry ${seq} is no approval: cockpit status lists those that stand.`)
  if (given.revoked) return reject('wrong-state', `Entry ${seq} was taken back already: ${given.revoked.reason}`)
  const { role, binds } = given
  const refused = refuseWithoutPin(state, facts.actor) ?? refuseTaker(state, role, nameOf(given), facts)
  if (refused) return refused
  return { events: [{ type: 'approval.revoked', payload: { role, binds, reason, givenSeq: seq } }] }
}
