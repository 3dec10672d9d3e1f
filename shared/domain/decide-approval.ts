/** Words of roles: given at the keyboard, recorded for somebody who is not there, taken back. */
import type { Command } from '../contract/commands.ts'
import type { Actor, CockpitEvent } from '../events/index.ts'
import type { Decision, Facts } from './decision.ts'
import { reject } from './rejection.ts'
import { sameName } from './same-name.ts'
import type { ReleaseState } from './state.ts'

type Give = Extract<Command, { type: 'approval.give' }>

/** A role the team does not have has no word; undefined when it has one. */
export function refuseRole(state: ReleaseState, role: string) {
  const team = state.definition?.team ?? {}
  if (Object.keys(team).length === 0 || team[role]) return undefined
  return reject('missing-approval', `The team has no role "${role}". It has: ${Object.keys(team).join(', ')}.`)
}

function refuse(state: ReleaseState, { role, decision, runId, digest, words }: Give, facts: Facts) {
  if (!state.definition) return reject('no-definition', 'The release folder has not been read yet: open it first.')
  if (decision === 'no-go' && !words?.trim())
    return reject('missing-reason', 'A no-go needs a reason: it goes on the record.')
  const refused = refuseRole(state, role)
  if (refused) return refused
  const run = runId ? state.runs[runId] : undefined
  if (runId && !run) return reject('unknown-run', `There is no run ${runId} in this release.`)
  const current = run ? run.resolvedDigest : facts.resolvedDigest
  if (current && current !== digest)
    return reject('changed-since-shown', 'What you approve changed since it was shown: look at it again.')
  return undefined
}

/** In the name of who spoke; who recorded it stands in the payload. */
function spokenBy({ role, spoken }: Give, { actor }: Facts): { by?: Actor; recordedBy?: string } {
  if (!spoken) return {}
  const recordedBy = actor.kind === 'person' ? actor.name : undefined
  return { by: { kind: 'person', name: spoken.by, role, assurance: 'spoken' }, ...(recordedBy ? { recordedBy } : {}) }
}

export function decideApproval(state: ReleaseState, command: Give, facts: Facts): Decision {
  const refused = refuse(state, command, facts)
  if (refused) return refused
  const { role, decision, environment, runId, stepId, digest, words, spoken } = command
  if (spoken && facts.actor.kind === 'person' && sameName(spoken.by, facts.actor.name))
    return reject('wrong-state', `${spoken.by} is at the keyboard: approve without saying how it was given.`)
  const { by, recordedBy } = spokenBy(command, facts)
  const given: CockpitEvent = {
    type: 'approval.given',
    payload: {
      role,
      decision,
      binds: { kind: stepId ? 'step' : 'run', environment, runId, stepId, digest },
      words: words?.trim() || undefined,
      ...(spoken ? { spoken: { how: spoken.how } } : {}),
      ...(recordedBy ? { recordedBy } : {}),
    },
  }
  return { events: [given], ...(by ? { by } : {}) }
}

export function revokeApproval(
  state: ReleaseState,
  { seq, reason }: Extract<Command, { type: 'approval.revoke' }>,
): Decision {
  const given = state.approvals.find((each) => each.seq === seq)
  if (!given) return reject('unknown-item', `Entry ${seq} is no approval: cockpit status lists those that stand.`)
  if (given.revoked) return reject('wrong-state', `Entry ${seq} was taken back already: ${given.revoked.reason}`)
  const { role, binds } = given
  return { events: [{ type: 'approval.revoked', payload: { role, binds, reason } }] }
}
