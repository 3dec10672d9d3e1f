/** Whose PIN is on record, and what that asks of a word given in their name. */
import type { Actor, CockpitEvent, RecordedEvent } from '../../events/index.ts'
import type { Decision } from '../decision.ts'
import { reject } from '../rejection.ts'
import { normalName, sameName } from '../same-name.ts'
import type { ReleaseState } from '../state.ts'
import { refuseName } from './names.ts'
import { refusePin } from './pin-rules.ts'

/** By the person's name as it is compared. */
export type PinState = { name: string; atMs: number }

export function evolvePins(state: ReleaseState, event: RecordedEvent): ReleaseState {
  if (event.type !== 'pin.set' && event.type !== 'pin.reset') return state
  const { person } = event.payload
  const { [normalName(person)]: _, ...others } = state.pins ?? {}
  if (event.type === 'pin.reset') return { ...state, pins: others }
  return { ...state, pins: { ...others, [normalName(person)]: { name: person, atMs: Date.parse(event.recordedAt) } } }
}

export const hasPin = (state: ReleaseState, name: string): boolean => normalName(name) in (state.pins ?? {})

/** A word in the name of somebody with a PIN needs it; the record remembers that there is one even where the file is gone. */
export function refuseWithoutPin(state: ReleaseState, actor: Actor): Decision | undefined {
  if (actor.kind !== 'person' || actor.assurance === 'pin' || !hasPin(state, actor.name)) return undefined
  return reject(
    'pin-needed',
    `${actor.name} signs with a PIN: give it. If it is forgotten, another person resets it with cockpit pin --reset.`,
  )
}

export type PinFacts = { pin: string; isChange: boolean }

/** Only people of the team have one: for others a PIN would say nothing. */
export function decideSetPin(state: ReleaseState, name: string, { pin, isChange }: PinFacts): Decision {
  const team = state.definition?.team ?? {}
  const odd = refuseName(team, name)
  if (odd) return reject('bad-command', odd)
  const person = Object.values(team)
    .flat()
    .find((each) => sameName(each.name, name))
  if (!person) return reject('unknown-role', `${name} is nobody of the team in release.yaml: a PIN is for its people.`)
  const refused = refusePin(pin)
  if (refused) return reject('bad-command', refused)
  const event: CockpitEvent = { type: 'pin.set', payload: { person: person.name, change: isChange } }
  return { events: [event] }
}

export function decideResetPin(state: ReleaseState, person: string, reason: string, actor: Actor): Decision {
  const by = actor.kind === 'person' ? actor.name : ''
  const odd = refuseName(state.definition?.team ?? {}, by)
  if (odd) return reject('bad-command', odd)
  if (sameName(by, person))
    return reject('needs-second-person', `${person} cannot reset their own PIN: another person does, with --as NAME.`)
  const refused = refuseWithoutPin(state, actor)
  return refused ?? { events: [{ type: 'pin.reset', payload: { person, reason } }] }
}
