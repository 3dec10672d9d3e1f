/** Taking the wheel and handing it over (docs/room.md). Whoever must, can: what is asked for is a reason, never a permission. */
import type { Command } from '../../contract/commands.ts'
import type { CockpitEvent } from '../../events/index.ts'
import type { Decision, Facts } from '../decision.ts'
import { type Rejection, reject } from '../rejection.ts'
import { sameName } from '../same-name.ts'
import type { ReleaseState } from '../state.ts'
import type { DriverState } from './driver-state.ts'

export type DriverCommand = Extract<Command, { type: `driver.${string}` }>
type Refused = { rejection: Rejection }

const one = (event: CockpitEvent): Decision => ({ events: [event] })

function take(driver: DriverState | undefined, name: string, reason: string | undefined): Decision {
  const said = reason ? { reason } : {}
  if (!driver) return one({ type: 'driver.took', payload: said })
  if (sameName(driver.name, name)) return reject('wrong-state', 'You drive already.')
  if (driver.offer && sameName(driver.offer.to, name))
    return one({ type: 'driver.handed-over', payload: { from: driver.name } })
  if (!reason)
    return reject(
      'missing-reason',
      `${driver.name} drives. To take over without being asked give a reason: it goes on the record.`,
    )
  return one({ type: 'driver.took', payload: { from: driver.name, reason } })
}

/** What only the driver may say. */
function ofDriver(driver: DriverState, name: string): Refused | undefined {
  return sameName(driver.name, name)
    ? undefined
    : reject('not-driving', `${driver.name} drives: only they can hand over or leave. Take over if you must.`)
}

function offer(driver: DriverState, name: string, { to, words }: Extract<DriverCommand, { type: 'driver.offer' }>) {
  const refused = ofDriver(driver, name)
  if (refused) return refused
  if (sameName(to, name)) return reject('bad-command', 'You drive already: name somebody else.')
  return one({ type: 'driver.offered', payload: { to, ...(words ? { words } : {}) } })
}

/** The answer of whom it was offered to. */
function answer(driver: DriverState, name: string, command: DriverCommand): Decision {
  const open = driver.offer
  if (!open) return reject('wrong-state', `${driver.name} drives and has offered it to nobody.`)
  if (command.type === 'driver.withdraw') {
    const refused = ofDriver(driver, name)
    return refused ?? one({ type: 'driver.offer-ended', payload: { to: open.to, outcome: 'withdrawn' } })
  }
  if (!sameName(open.to, name))
    return reject('wrong-state', `${driver.name} has offered it to ${open.to}: they accept or decline it.`)
  if (command.type === 'driver.accept') return one({ type: 'driver.handed-over', payload: { from: driver.name } })
  const said = command.type === 'driver.decline' && command.reason ? { reason: command.reason } : {}
  return one({ type: 'driver.offer-ended', payload: { to: open.to, outcome: 'declined', ...said } })
}

export function decideDriver({ driver }: ReleaseState, command: DriverCommand, { actor }: Facts): Decision {
  if (actor.kind !== 'person') return reject('bad-command', 'Only a person can drive.')
  const { name } = actor
  if (command.type === 'driver.take') return take(driver, name, command.reason)
  if (!driver) return reject('wrong-state', 'Nobody drives: take the wheel first.')
  if (command.type === 'driver.offer') return offer(driver, name, command)
  if (command.type !== 'driver.leave') return answer(driver, name, command)
  const said = command.reason ? { reason: command.reason } : {}
  return ofDriver(driver, name) ?? one({ type: 'driver.left', payload: said })
}
