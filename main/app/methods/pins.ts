/** Setting and resetting PINs, and holding one against who says they are at the keyboard. */
import type { ParsedParams } from '../../../shared/contract/methods.ts'
import type { Results } from '../../../shared/contract/results.ts'
import type { Decision } from '../../../shared/domain/decision.ts'
import { decideResetPin, decideSetPin, hasPin } from '../../../shared/domain/signoffs/pins.ts'
import type { Actor } from '../../../shared/events/index.ts'
import type { ReleaseEngine } from '../../engine/release-engine.ts'
import { LedgerUnwritable } from '../../ports/event-store.ts'
import type { OwnerContext } from '../context.ts'
import { identify } from './identify.ts'
import { findRelease } from './runs.ts'

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

const record = (release: ReleaseEngine, decision: Decision, actor: Actor): Results['pin.set'] => {
  if (decision.rejection) return { ok: false, message: decision.rejection.message }
  try {
    release.record(decision.events, actor)
    return { ok: true }
  } catch (error) {
    if (error instanceof LedgerUnwritable) return { ok: false, message: error.message }
    throw error
  }
}

export function listPins({ pins }: OwnerContext): Results['pin.list'] {
  try {
    return { names: pins.names() }
  } catch (error) {
    return { names: [], problem: messageOf(error) }
  }
}

/** The first one is taken at its word; a change needs the one before. */
export async function setPin(context: OwnerContext, params: ParsedParams<'pin.set'>): Promise<Results['pin.set']> {
  const { name, pin, oldPin } = params
  const release = await findRelease(context, params.release)
  const who = await identify(context, { name, pin: oldPin })
  if ('rejection' in who) return { ok: false, message: who.rejection.message }
  const isLost = oldPin === undefined && hasPin(release.state(), name)
  if (isLost)
    return {
      ok: false,
      message: `${name} has a PIN on record, and it is not here any more: another person resets it first.`,
    }
  const isChange = oldPin !== undefined
  const decision = decideSetPin(release.state(), name, { pin, isChange })
  if (decision.rejection) return { ok: false, message: decision.rejection.message }
  try {
    await context.pins.set(name, pin)
  } catch (error) {
    return { ok: false, message: `The PIN could not be kept: ${messageOf(error)}` }
  }
  const done = record(release, decision, who.actor)
  // A PIN that the record does not know of must not bind anybody.
  if (!done.ok && !isChange) context.pins.forget(name)
  return done
}

export async function resetPin(
  context: OwnerContext,
  params: ParsedParams<'pin.reset'>,
): Promise<Results['pin.reset']> {
  const release = await findRelease(context, params.release)
  const who = await identify(context, params.as)
  if ('rejection' in who) return { ok: false, message: who.rejection.message }
  const { pins } = context
  const isKnown = hasPin(release.state(), params.name) || pins.has(params.name)
  if (!isKnown) return { ok: false, message: `${params.name} has no PIN: there is nothing to reset.` }
  const done = record(release, decideResetPin(release.state(), params.name, params.reason, who.actor), who.actor)
  if (done.ok) pins.forget(params.name)
  return done
}
