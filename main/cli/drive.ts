/** `cockpit drive`: who drives a release, taking the wheel and handing it over. */
import type { CommandInput } from '../../shared/contract/commands.ts'
import { driverWords } from '../../shared/documents/room-words.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findOrOpen, type LedgerOptions, readState, send, whoAmI, withCockpit } from './session.ts'

export type DriveOptions = LedgerOptions & {
  take?: boolean
  offer?: string
  accept?: boolean
  decline?: boolean
  withdraw?: boolean
  leave?: boolean
  reason?: string
  as?: string
  role?: string
  json?: boolean
}

export const driverLine = ({ driver }: ReleaseState): string =>
  driver
    ? `Drives: ${driverWords(driver, (ms) => new Date(ms).toTimeString().slice(0, 5))}`
    : 'Nobody drives: everybody may start and continue (cockpit drive --take)'

/** For whoever starts or takes up a run in a terminal beside a room. */
export function sayDriver(state: ReleaseState, io: CliIo): void {
  if (state.driver) io.stdout(`${driverLine(state)}\n`)
}

function commandOf(options: DriveOptions): CommandInput | undefined {
  const { take, offer, accept, decline, withdraw, leave, reason } = options
  const wishes = [take, offer !== undefined, accept, decline, withdraw, leave].filter(Boolean).length
  if (wishes > 1)
    throw new CliFailure(EXIT.unusable, 'Say one of --take, --offer, --accept, --decline, --withdraw and --leave.')
  const said = reason ? { reason } : {}
  if (take) return { type: 'driver.take', ...said }
  if (offer !== undefined) return { type: 'driver.offer', to: offer, ...(reason ? { words: reason } : {}) }
  if (accept) return { type: 'driver.accept' }
  if (decline) return { type: 'driver.decline', ...said }
  if (withdraw) return { type: 'driver.withdraw' }
  return leave ? { type: 'driver.leave', ...said } : undefined
}

export async function driveCommand(wanted: string | undefined, options: DriveOptions, io: CliIo): Promise<number> {
  const command = commandOf(options)
  return withCockpit(io, options, async (client) => {
    const release = await findOrOpen(client, wanted, io)
    if (command) await send(client, release, command, await whoAmI(client, options.as, options.role))
    const state = await readState(client, release)
    io.stdout(options.json ? `${JSON.stringify(state.driver ?? null)}\n` : `${driverLine(state)}\n`)
    return EXIT.ok
  })
}
