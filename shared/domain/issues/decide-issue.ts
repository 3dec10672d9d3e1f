/** What people say of issues, and what users say of the release. */
import type { Command } from '../../contract/commands.ts'
import type { Decision, Facts } from '../decision.ts'
import { type Rejection, reject } from '../rejection.ts'
import type { ReleaseState } from '../state.ts'
import { type IssueView, isOpenIssue, projectIssues } from './project-issues.ts'

export type IssueCommand = Exclude<Extract<Command, { type: `issue.${string}` }>, { type: 'issue.declare' }>
type Report = Extract<IssueCommand, { type: 'issue.report' }>

/** Numbers are never used twice: nothing is ever taken out of the record. */
const nextNumber = (state: ReleaseState) =>
  1 + Object.values(state.issues ?? {}).filter(({ reported }) => reported).length

function report(state: ReleaseState, { title, severity, environment, service }: Report): Decision {
  const { definition } = state
  if (!definition) return reject('no-definition', 'The release folder has not been read yet: open it first.')
  if (environment !== undefined && !definition.environments.some(({ name }) => name === environment))
    return reject('unknown-environment', `release.yaml has no environment "${environment}".`)
  const names = definition.services.map(({ name }) => name)
  if (service !== undefined && !names.includes(service))
    return reject('unknown-service', `release.yaml has no service "${service}". It has: ${names.join(', ') || 'none'}.`)
  const at = { ...(environment === undefined ? {} : { environment }), ...(service === undefined ? {} : { service }) }
  return {
    events: [{ type: 'issue.reported', payload: { issue: `I${nextNumber(state)}`, title, severity, ...at } }],
  }
}

function refuse(state: ReleaseState, found: IssueView, command: IssueCommand): { rejection: Rejection } | undefined {
  const is = `Issue ${found.id} is ${found.status} already.`
  switch (command.type) {
    case 'issue.reopen':
      return isOpenIssue(found) ? reject('wrong-state', `Issue ${found.id} is open as it is.`) : undefined
    case 'issue.close':
      return found.status === 'resolved'
        ? undefined
        : reject(
            'wrong-state',
            isOpenIssue(found) ? `Issue ${found.id} is not resolved yet: say first how it was resolved.` : is,
          )
    case 'issue.accept': {
      const { process, team } = state.definition ?? {}
      if (!process?.roles[command.role] && !team?.[command.role])
        return reject(
          'unknown-role',
          `There is no role "${command.role}". There are: ${Object.keys(process?.roles ?? team ?? {}).join(', ')}.`,
        )
      return isOpenIssue(found) ? undefined : reject('wrong-state', is)
    }
    default:
      return isOpenIssue(found) ? undefined : reject('wrong-state', is)
  }
}

export function decideIssue(state: ReleaseState, command: IssueCommand, facts: Facts): Decision {
  if (command.type === 'issue.report') return report(state, command)
  const { issue } = command
  const all = projectIssues(state)
  const found = all.find(({ id }) => id === issue)
  if (!found)
    return reject(
      'unknown-issue',
      `There is no issue "${issue}". ${all.length === 0 ? 'None is on record.' : `There are: ${all.map(({ id }) => id).join(', ')}.`}`,
    )
  const refused = refuse(state, found, command)
  if (refused) return refused
  switch (command.type) {
    case 'issue.take': {
      const person = command.person ?? (facts.actor.kind === 'person' ? facts.actor.name : 'Cockpit')
      return { events: [{ type: 'issue.assigned', payload: { issue, person } }] }
    }
    case 'issue.resolve':
      return {
        events: [{ type: 'issue.resolved', payload: { issue, outcome: command.outcome, words: command.words } }],
      }
    case 'issue.accept':
      return { events: [{ type: 'issue.accepted', payload: { issue, role: command.role, words: command.words } }] }
    case 'issue.close':
      return { events: [{ type: 'issue.closed', payload: { issue, words: command.words } }] }
    default:
      return { events: [{ type: 'issue.reopened', payload: { issue, reason: command.reason } }] }
  }
}

export function decideFeedback(
  state: ReleaseState,
  { from, channel, mood, text, issue }: Extract<Command, { type: 'feedback.record' }>,
): Decision {
  if (issue !== undefined && !projectIssues(state).some(({ id }) => id === issue))
    return reject('unknown-issue', `There is no issue "${issue}": report it first, then name it here.`)
  return {
    events: [
      {
        type: 'feedback.received',
        payload: {
          ...{ from, mood, text },
          ...(channel === undefined ? {} : { channel }),
          ...(issue === undefined ? {} : { issue }),
        },
      },
    ],
  }
}
