/** `amend`: an open run takes up what the folder says now, for steps not yet started. In a protected environment two people do it. */
import type { Command } from '../contract/commands.ts'
import type { CockpitEvent } from '../events/index.ts'
import { isEmptyAmendment } from './amendment.ts'
import type { AmendmentFacts, Decision, Facts } from './decision.ts'
import { type Rejection, reject } from './rejection.ts'
import { sameName } from './same-name.ts'
import type { ReleaseState, RunState } from './state.ts'

export type AmendCommand = Extract<Command, { type: `amend.${string}` }>
type Refused = { rejection: Rejection }

export function decideAmend(state: ReleaseState, command: AmendCommand, facts: Facts): Decision {
  const run = state.runs[command.runId]
  if (!run) return reject('unknown-run', `There is no run ${command.runId} in this release.`)
  const refusal = refuseRun(run)
  if (refusal) return refusal
  if (command.type === 'amend.withdraw') return withdraw(run, command.reason)
  const { amendment } = facts
  if (!amendment) return reject('no-definition', 'The release folder cannot be read: mend it, then amend.')
  const unfit = refuseAmendment(run, command.shownDigest, amendment)
  if (unfit) return unfit
  const name = facts.actor.kind === 'person' ? facts.actor.name : 'the cockpit'
  if (command.type === 'amend.approve') return approve(run, amendment, name)
  const request = { requestedBy: name, reason: command.reason }
  return { events: [run.protected ? requested(run, amendment, command) : amended(run, amendment, request)] }
}

function refuseRun(run: RunState): Refused | undefined {
  if (run.finished) return reject('run-not-open', `Run ${run.id} is over (${run.finished.outcome}): start a new one.`)
  if (run.rehearsal)
    return reject('wrong-state', 'A rehearsal is not amended: stop it, and begin another with the folder as it is now.')
  if (run.kind === 'rollback')
    return reject(
      'wrong-state',
      'A rollback follows its own plan and is not amended. Retry or skip its step, or use "cockpit exec".',
    )
  if (run.takenOverBy)
    return reject('wrong-state', `Rollback ${run.takenOverBy} has taken over: there is nothing to amend.`)
  if (run.stopRequested) return reject('wrong-state', `Run ${run.id} is being stopped: there is nothing to amend.`)
  if (run.stageIds.length === 0)
    return reject('wrong-state', 'A run of typed commands follows no runbook: there is nothing to amend.')
  return undefined
}

function refuseAmendment(run: RunState, shownDigest: string, amendment: AmendmentFacts): Refused | undefined {
  const missing = run.stageIds.find((id) => !amendment.definition.runbook.stages.some((stage) => stage.id === id))
  if (missing)
    return reject('unknown-stage', `The runbook has no stage "${missing}" any more, which this run executes.`)
  if (isEmptyAmendment(amendment))
    return reject('wrong-state', 'Nothing ahead of this run differs from its folder: there is nothing to amend.')
  if (shownDigest !== amendment.resolvedDigest)
    return reject(
      'changed-since-shown',
      'The folder changed again since the difference was shown: look at it, then decide.',
    )
  return amendment.problems.length > 0 ? reject('unresolvable', amendment.problems.join(' ')) : undefined
}

function withdraw(run: RunState, reason: string): Decision {
  if (!run.amendRequest) return reject('wrong-state', `Nobody has asked to amend run ${run.id}.`)
  return { events: [{ type: 'amend.withdrawn', payload: { runId: run.id, reason } }] }
}

function approve(run: RunState, amendment: AmendmentFacts, name: string): Decision {
  const request = run.amendRequest
  if (!request)
    return reject('wrong-state', `Nobody has asked to amend run ${run.id}: ask first, then another person approves.`)
  const asker = request.by.kind === 'person' ? request.by.name : ''
  if (sameName(asker, name))
    return reject(
      'needs-second-person',
      `${run.environment} is protected: ${asker} asked for this, so somebody else has to approve it.`,
    )
  if (request.resolvedDigest !== amendment.resolvedDigest)
    return reject('changed-since-shown', `The folder changed since ${asker} asked: it has to be asked for again.`)
  return { events: [amended(run, amendment, { requestedBy: asker, reason: request.reason })] }
}

const requested = (
  run: RunState,
  { resolvedDigest, definitionDigest, changes, others, inputs }: AmendmentFacts,
  { reason }: { reason: string },
): CockpitEvent => ({
  type: 'amend.requested',
  payload: { runId: run.id, resolvedDigest, definitionDigest, changes, others, inputs, reason },
})

const amended = (
  run: RunState,
  { problems: _, ...amendment }: AmendmentFacts,
  request: { requestedBy: string; reason: string },
): CockpitEvent => ({ type: 'run.amended', payload: { runId: run.id, ...amendment, ...request } })
