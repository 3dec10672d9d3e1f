/** Asking the room and saying what came of it. A rollback asks nobody. */
import type { Command } from '../../contract/commands.ts'
import type { CockpitEvent, PayloadOf } from '../../events/index.ts'
import type { Decision, Facts } from '../decision.ts'
import { reject } from '../rejection.ts'
import { refuseWithoutPin } from '../signoffs/pins.ts'
import { nameOf } from '../signoffs/rules.ts'
import type { ReleaseState } from '../state.ts'
import { selectOpenRuns } from '../steps.ts'
import { type PollView, pollObjection, selectOpenPoll, viewPoll } from './select-polls.ts'

type PollCommand = Extract<Command, { type: `poll.${string}` }>
type Close = Extract<PollCommand, { type: 'poll.close' }>

function refuseOpen(state: ReleaseState, environment: string, roles: readonly string[]) {
  const { definition, standing } = state
  if (!definition) return reject('no-definition', 'The release folder has not been read yet: open it first.')
  if (!definition.environments.some((each) => each.name === environment))
    return reject('unknown-environment', `release.yaml has no environment "${environment}".`)
  if (standing)
    return reject(standing.kind, `This release is ${standing.kind}: take it up again first, then ask the room.`)
  if (roles.length === 0)
    return reject(
      'missing-approval',
      'Nobody can be asked: name the roles under “team:” in release.yaml, or “poll:” in the process.',
    )
  const open = selectOpenPoll(state, environment)
  if (open)
    return reject('wrong-state', `The room is being asked already (entry ${open.seq}): answer that, or withdraw it.`)
  const run = selectOpenRuns(state, environment)[0]
  return run
    ? reject('run-open', `Run ${run.id} is open in ${environment}: the room is asked before a run.`)
    : undefined
}

function open(state: ReleaseState, environment: string): Decision {
  const { definition, definitionDigest } = state
  const asked = definition?.process?.poll
  const roles = asked?.asks ?? Object.keys(definition?.team ?? {})
  const refused = refuseOpen(state, environment, roles)
  if (refused) return refused
  const quorum = Math.min(asked?.quorum ?? roles.length, roles.length)
  const payload = { pollId: `poll-${state.size + 1}`, environment, roles, quorum, definitionDigest: definitionDigest! }
  return { events: [{ type: 'poll.opened', payload }] }
}

type Answer = PayloadOf<'poll.closed'>['answers'][number]

const answersOf = ({ roles }: PollView): Answer[] =>
  roles.map(({ role, words, missing, refusals, given }): Answer => {
    const last =
      refusals.at(-1) ?? (missing === 0 ? given.at(-1) : words.findLast(({ standing }) => standing !== 'void'))
    if (!last) return { role, decision: 'none' }
    const decision = last.decision === 'go' && missing > 0 ? 'none' : last.decision
    const assurance = last.by.kind === 'person' ? { assurance: last.by.assurance } : {}
    return { role, decision, by: nameOf(last), ...assurance }
  })

/** What becomes of the release in the same append: its dates, approvals and notices follow from that event. */
function consequence({ outcome, reason = '', until }: Close): CockpitEvent[] {
  if (outcome === 'postpone') return [{ type: 'release.postponed', payload: { reason, ...(until ? { until } : {}) } }]
  return outcome === 'cancel' ? [{ type: 'release.cancelled', payload: { reason } }] : []
}

function close(state: ReleaseState, command: Close): Decision {
  const poll = state.polls?.find(({ pollId }) => pollId === command.pollId)
  if (!poll) return reject('unknown-item', 'There is no such poll: cockpit poll shows the one that is open.')
  if (poll.closed)
    return reject('wrong-state', `This poll was closed by ${nameOf(poll.closed)}: ${poll.closed.outcome}.`)
  const { outcome, reason } = command
  const view = viewPoll(state, poll)
  if (outcome === 'go' && poll.definitionDigest !== state.definitionDigest)
    return reject(
      'changed-since-shown',
      'The steps changed since the room was asked: withdraw this poll and ask again.',
    )
  if (outcome === 'go' && !view.isGo) return reject('missing-approval', `This is no GO. ${pollObjection(view)}`)
  if (outcome !== 'go' && !reason?.trim()) return reject('missing-reason', 'Give a reason: it goes on the record.')
  const kept = outcome === 'go' || outcome === 'withdrawn' ? outcome : 'no-go'
  const payload = {
    pollId: poll.pollId,
    outcome: kept,
    ...(reason ? { reason } : {}),
    answers: answersOf(view),
  } as const
  return { events: [{ type: 'poll.closed', payload }, ...consequence(command)] }
}

export function decidePoll(state: ReleaseState, command: PollCommand, facts: Facts): Decision {
  const refused = refuseWithoutPin(state, facts.actor)
  if (refused) return refused
  return command.type === 'poll.open' ? open(state, command.environment) : close(state, command)
}
