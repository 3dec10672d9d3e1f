/** Holds a PIN against who says they are at the keyboard. */
import { type Rejection, reject } from '../../../shared/domain/rejection.ts'
import type { Actor } from '../../../shared/events/index.ts'
import type { OwnerContext } from '../context.ts'

type Sender = { name: string; role?: string | undefined; pin?: string | undefined }

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** The actor, with assurance `pin` when the PIN was theirs; refused when one is needed and missing, or wrong. */
export async function identify(
  { pins, ports }: Pick<OwnerContext, 'pins' | 'ports'>,
  { name, role, pin }: Sender,
  isSigned = true,
): Promise<{ actor: Actor } | { rejection: Rejection }> {
  const actor = { kind: 'person', name: ports.secrets.hide(name), ...(role ? { role } : {}) } as const
  if (!isSigned) return { actor: { ...actor, assurance: 'claimed' } }
  try {
    if (pin === undefined)
      return pins.has(name)
        ? reject(
            'pin-needed',
            `${name} signs with a PIN: give it. If it is forgotten, another person resets it with cockpit pin --reset.`,
          )
        : { actor: { ...actor, assurance: 'claimed' } }
    const checked = await pins.check(name, pin)
    return checked.ok ? { actor: { ...actor, assurance: 'pin' } } : reject('wrong-pin', checked.problem)
  } catch (error) {
    return reject('wrong-pin', messageOf(error))
  }
}
