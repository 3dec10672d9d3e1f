/** `cockpit pin`: the PIN a person signs with; and asking for it where a word is given. */
import type { CockpitClient } from '../../shared/contract/client.ts'
import { sameName } from '../../shared/domain/same-name.ts'
import { hasPin } from '../../shared/domain/signoffs/pins.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findOrOpen, type LedgerOptions, readState, type Sender, whoAmI, withCockpit } from './session.ts'

export type PinOptions = LedgerOptions & { as?: string; reset?: string; reason?: string }

const NO_TERMINAL = 'A PIN is typed in a terminal and never given as an option: run this where somebody can type.'

const askPin = async (io: Pick<CliIo, 'askHidden'>, question: string): Promise<string> => {
  if (!io.askHidden) throw new CliFailure(EXIT.refused, NO_TERMINAL)
  return (await io.askHidden(question)).trim()
}

const isKnown = async (client: CockpitClient, name: string): Promise<boolean> => {
  const { names, problem } = await client.call('pin.list', {})
  if (problem) throw new CliFailure(EXIT.failed, problem)
  return names.some((each) => sameName(each, name))
}

/** Who signs, with their PIN where they have one. */
export async function withPin(client: CockpitClient, as: Sender, io: Pick<CliIo, 'askHidden'>): Promise<Sender> {
  if (!(await isKnown(client, as.name))) return as
  if (!io.askHidden)
    throw new CliFailure(
      EXIT.refused,
      `${as.name} signs with a PIN, and nobody can type it here: do it in a terminal or in the window, or with cockpit request-signoff.`,
    )
  return { ...as, pin: await askPin(io, `PIN of ${as.name} (not shown): `) }
}

async function newPin(io: CliIo, name: string): Promise<string> {
  const pin = await askPin(io, `New PIN of ${name} (not shown): `)
  if (pin === (await askPin(io, 'The same again: '))) return pin
  throw new CliFailure(EXIT.unusable, 'The two were not the same: nothing was set.')
}

const told = (answer: { ok: true } | { ok: false; message: string }): void => {
  if (!answer.ok) throw new CliFailure(EXIT.refused, answer.message)
}

export async function pinCommand(wanted: string | undefined, options: PinOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await findOrOpen(client, wanted, io)
    const as = await whoAmI(client, options.as)
    const { reset: name, reason } = options
    if (name !== undefined) {
      if (!reason?.trim()) throw new CliFailure(EXIT.unusable, 'Give --reason WORDS: it goes on the record.')
      told(await client.call('pin.reset', { release, name, reason, as: await withPin(client, as, io) }))
      io.stdout(`The PIN of ${name} is reset, on the record. ${name} sets a new one with cockpit pin.\n`)
      return EXIT.ok
    }
    const isChange = await isKnown(client, as.name)
    if (!isChange && hasPin(await readState(client, release), as.name))
      throw new CliFailure(
        EXIT.refused,
        `${as.name} has a PIN on record, and it is not here any more: another person resets it with --reset.`,
      )
    const old = isChange ? { oldPin: await askPin(io, `PIN of ${as.name} until now (not shown): `) } : {}
    told(await client.call('pin.set', { release, name: as.name, pin: await newPin(io, as.name), ...old }))
    io.stdout(`${as.name} signs with a PIN from here on. That it was set is on the record, the PIN is not.\n`)
    return EXIT.ok
  })
}
