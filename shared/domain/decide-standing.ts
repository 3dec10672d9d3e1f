/** Postponing, cancelling and taking up a release again. A rollback asks none of this. */
import type { Command } from '../contract/commands.ts'
import type { Decision } from './decision.ts'
import { type Rejection, reject } from './rejection.ts'
import type { ReleaseState } from './state.ts'
import { selectOpenRuns } from './steps.ts'

type StandingCommand = Exclude<Extract<Command, { type: `release.${string}` }>, { type: 'release.close' }>

export function decideStanding(state: ReleaseState, command: StandingCommand): Decision {
  const { reason } = command
  if (command.type === 'release.reopen')
    return state.standing || state.closed
      ? { events: [{ type: 'release.reopened', payload: { reason } }] }
      : reject('wrong-state', 'This release is neither postponed, cancelled nor closed.')
  const open = selectOpenRuns(state)[0]
  if (open)
    return reject('run-open', `Run ${open.id} is open in ${open.environment}: finish, stop or roll it back first.`)
  if (command.type === 'release.cancel')
    return state.standing?.kind === 'cancelled'
      ? reject('wrong-state', 'This release is cancelled already.')
      : { events: [{ type: 'release.cancelled', payload: { reason } }] }
  const until = command.until ? { until: command.until } : {}
  return { events: [{ type: 'release.postponed', payload: { reason, ...until } }] }
}

/** A deploy into a protected environment waits until the release is taken up again. */
export function refuseStanding({ standing }: ReleaseState, isProtected: boolean): { rejection: Rejection } | undefined {
  if (!standing || !isProtected) return undefined
  const who = standing.by.kind === 'person' ? ` by ${standing.by.name}` : ''
  return reject(
    standing.kind,
    `This release is ${standing.kind}${who}, “${standing.reason}”. Take it up again first: cockpit reopen, or "Take it up again" in the deck.`,
  )
}
