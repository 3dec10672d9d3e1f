import type { Command } from '../contract/commands.ts'
import type { CockpitEvent } from '../events/index.ts'
import type { Decision, Facts } from './decision.ts'
import { reject } from './rejection.ts'
import type { ReleaseState } from './state.ts'

type RoomCommand = Extract<Command, { type: 'approval.give' | 'note.add' | 'live.observe' }>

export function decideRoom(state: ReleaseState, command: RoomCommand, facts: Facts): Decision {
  if (command.type === 'note.add')
    return { events: [{ type: 'note.added', payload: { text: command.text, runId: command.runId } }] }
  // Looking is an effect of the engine; the answer is what goes on the record.
  if (command.type === 'live.observe') return { events: [] }
  return approve(state, command, facts)
}

function approve(
  state: ReleaseState,
  command: Extract<RoomCommand, { type: 'approval.give' }>,
  facts: Facts,
): Decision {
  const { role, decision, environment, runId, stepId, digest, words } = command
  if (!state.definition) return reject('no-definition', 'The release folder has not been read yet: open it first.')
  if (decision === 'no-go' && !words?.trim())
    return reject('missing-reason', 'A no-go needs a reason: it goes on the record.')
  const team = state.definition.team
  if (Object.keys(team).length > 0 && !team[role])
    return reject('missing-approval', `The team has no role "${role}". It has: ${Object.keys(team).join(', ')}.`)
  const run = runId ? state.runs[runId] : undefined
  if (runId && !run) return reject('unknown-run', `There is no run ${runId} in this release.`)
  const current = run ? run.resolvedDigest : facts.resolvedDigest
  if (current && current !== digest)
    return reject('changed-since-shown', 'What you approve changed since it was shown: look at it again.')
  const given: CockpitEvent = {
    type: 'approval.given',
    payload: {
      role,
      decision,
      binds: { kind: stepId ? 'step' : 'run', environment, runId, stepId, digest },
      words: words?.trim() || undefined,
    },
  }
  return { events: [given] }
}
