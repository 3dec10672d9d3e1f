/** What a person says to a timed decision, and issues a person declares. */
import type { Command } from '../../contract/commands.ts'
import { formatRole } from '../../documents/words.ts'
import type { CockpitEvent } from '../../events/index.ts'
import { decideRollback } from '../decide-rollback.ts'
import type { Decision, Facts } from '../decision.ts'
import { reject } from '../rejection.ts'
import type { ReleaseState } from '../state.ts'
import { selectOpenRuns } from '../steps.ts'
import { afterVeto, type DecisionFacts, openDecision } from './open-decision.ts'
import type { TimedDecision } from './timed-decision.ts'

export type DecisionCommand = Extract<Command, { type: `decision.${string}` | 'issue.declare' }>
type Answer = Extract<DecisionCommand, { type: 'decision.answer' }>

/** A person's own words are evidence enough. */
const factsOf = ({ nowMs, decisionId }: Facts): DecisionFacts => ({ nowMs, decisionId, evidence: { fresh: true } })

function declare(
  state: ReleaseState,
  { environment, severity, service, words }: Extract<DecisionCommand, { type: 'issue.declare' }>,
  facts: Facts,
): Decision {
  const { definition } = state
  if (!definition) return reject('no-definition', 'The release folder has not been read yet: open it first.')
  if (!definition.environments.some((each) => each.name === environment))
    return reject('unknown-environment', `release.yaml has no environment "${environment}".`)
  const names = definition.services.map((each) => each.name)
  if (service !== undefined && !names.includes(service))
    return reject('unknown-service', `release.yaml has no service "${service}". It has: ${names.join(', ') || 'none'}.`)
  const cause = { environment, severity, words, ...(service === undefined ? {} : { service }) }
  const events = openDecision(state, cause, factsOf(facts))
  if (events.length > 0) return { events }
  // A graver decision is open: what the person saw belongs on the record all the same.
  return { events: [{ type: 'note.added', payload: { text: `Issue declared, ${severity}: ${words}` } }] }
}

const hold = (state: ReleaseState, { environment }: TimedDecision, reason: string): CockpitEvent[] =>
  selectOpenRuns(state, environment)
    .filter((run) => run.kind === 'deploy' && !run.paused)
    .map((run) => ({ type: 'run.paused', payload: { runId: run.id, reason } }))

function answer(state: ReleaseState, decision: TimedDecision, command: Answer, facts: Facts): Decision {
  const { choice, service, reason } = command
  const answered: CockpitEvent = {
    type: 'decision.answered',
    payload: { decisionId: decision.id, choice, reason, ...(service === undefined ? {} : { service }) },
  }
  if (choice === 'fix-forward') return { events: [answered] }
  if (choice === 'hold') return { events: [answered, ...hold(state, decision, reason)] }
  const { environment } = decision
  const scope = service === undefined ? {} : { service }
  const back = decideRollback(state, { type: 'rollback.start', environment, reason, drill: false, ...scope }, facts)
  return back.rejection ? back : { events: [answered, ...back.events] }
}

export function decideDecision(state: ReleaseState, command: DecisionCommand, facts: Facts): Decision {
  if (command.type === 'issue.declare') return declare(state, command, facts)
  const decision = state.decisions?.[command.decisionId]
  if (!decision) return reject('unknown-decision', `There is no decision ${command.decisionId} in this release.`)
  if (decision.closed)
    return reject('wrong-state', `Decision ${decision.id} is over (${decision.closed.how}): look at what is open now.`)
  if (command.type === 'decision.acknowledge')
    return { events: [{ type: 'decision.acknowledged', payload: { decisionId: decision.id } }] }
  if (command.type === 'decision.answer') return answer(state, decision, command, facts)
  const { role, reason } = command
  const team = state.definition?.team ?? {}
  if (Object.keys(team).length > 0 && !team[role])
    return reject(
      'unknown-role',
      `The team has no role "${role}". It has: ${Object.keys(team).map(formatRole).join(', ')}.`,
    )
  if (decision.mode !== 'countdown')
    return reject('wrong-state', 'Only a countdown can be vetoed: answer this decision instead.')
  const vetoed: CockpitEvent = { type: 'decision.vetoed', payload: { decisionId: decision.id, role, reason } }
  return { events: [vetoed, ...afterVeto(state, decision, factsOf(facts))] }
}
