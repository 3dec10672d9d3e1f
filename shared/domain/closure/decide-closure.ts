/** Closing a release, and what a closed one still takes (docs/closure.md). */
import type { Command } from '../../contract/commands.ts'
import { formatActor, formatRole } from '../../documents/words.ts'
import type { Decision, Facts } from '../decision.ts'
import { type Rejection, reject } from '../rejection.ts'
import type { ReleaseState } from '../state.ts'
import { selectUnfinished } from '../steps.ts'
import { objectToClosure, selectClosureConditions } from './closure-conditions.ts'

type Close = Extract<Command, { type: 'release.close' }>

export function decideClosure(state: ReleaseState, { words, override, role }: Close, { nowMs }: Facts): Decision {
  if (!state.definition) return reject('no-definition', 'The release folder has not been read yet: open it first.')
  const objection = objectToClosure(state, nowMs)
  const isOpen = selectUnfinished(state).length > 0
  if (objection && (override === undefined || isOpen)) return reject(isOpen ? 'run-open' : 'gate-shut', objection)
  const missing = selectClosureConditions(state, nowMs)
  if (missing.length === 0) return { events: [{ type: 'release.closed', payload: { words, deviations: [] } }] }
  const { process, team } = state.definition
  if (role === undefined) return reject('missing-approval', 'To close it without them give the role you do so as.')
  if (!process?.roles[role] && !team[role])
    return reject(
      'unknown-role',
      `There is no role "${role}". There is: ${Object.keys(process?.roles ?? team).join(', ')}.`,
    )
  const deviations = missing.map(({ title }) => `Closed without “${title}”, by ${formatRole(role)}: ${override}`)
  return { events: [{ type: 'release.closed', payload: { words, deviations } }] }
}

/** The way back, and telling people that it is closed. */
const STILL_TAKEN: readonly Command['type'][] = [
  'rollback.start',
  'release.reopen',
  'live.observe',
  'notice.send',
  'notice.resolve',
  'notice.drop',
]

/** A closed release is read only; the way back is not blocked by that. Without a command: for what is said another way. */
export function refuseClosed(
  { closed }: ReleaseState,
  command?: Pick<Command, 'type'>,
): { rejection: Rejection } | undefined {
  if (!closed || (command && STILL_TAKEN.includes(command.type))) return undefined
  const when = new Date(closed.atMs).toISOString().slice(0, 16).replace('T', ' ')
  return reject(
    'closed',
    `This release was closed by ${formatActor(closed.by)} on ${when} UTC: its record is read only. To go on with it take it up again, with a reason: cockpit reopen.`,
  )
}

/** A rollback takes a closed release up again by itself. */
export function reopenedBy({ closed }: ReleaseState, command: Command, decision: Decision): Decision {
  if (!closed || command.type !== 'rollback.start' || !decision.events) return decision
  const reason = `A rollback of ${command.environment} was started: ${command.reason}`
  return { ...decision, events: [{ type: 'release.reopened', payload: { reason } }, ...decision.events] }
}
