/** `cockpit postpone`, `cancel` and `reopen`: what becomes of a release that does not go out now. */
import type { CommandInput } from '../../shared/contract/commands.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findRelease, type LedgerOptions, send, whoAmI, withCockpit } from './session.ts'

export type StandingOptions = LedgerOptions & { reason: string; until?: string; as?: string; role?: string }

const SAID = { postpone: 'postponed', cancel: 'cancelled', reopen: 'taken up again' } as const

/** An instant as people write it; a date without an offset would mean another hour elsewhere. */
export function readUntil(text: string): string {
  const written = text.trim().replace(' ', 'T')
  if (!/(?:Z|[+-]\d\d:\d\d)$/.test(written) || Number.isNaN(Date.parse(written)))
    throw new CliFailure(EXIT.unusable, `"${text}" is no date with an offset: write it as 2026-12-04T22:00:00+01:00.`)
  return /T\d\d:\d\d(?:Z|[+-])/.test(written) ? written.replace(/(T\d\d:\d\d)/, '$1:00') : written
}

function commandOf(what: keyof typeof SAID, { reason, until }: StandingOptions): CommandInput {
  if (what === 'cancel') return { type: 'release.cancel', reason }
  if (what === 'reopen') return { type: 'release.reopen', reason }
  return { type: 'release.postpone', reason, ...(until === undefined ? {} : { until: readUntil(until) }) }
}

export const standingCommand =
  (what: keyof typeof SAID) =>
  async (wanted: string | undefined, options: StandingOptions, io: CliIo): Promise<number> =>
    withCockpit(io, options, async (client) => {
      const command = commandOf(what, options)
      const { release } = await findRelease(client, wanted)
      await send(client, release, command, await whoAmI(client, options.as, options.role))
      io.stdout(`${release} is ${SAID[what]}. A rollback is possible all the same.\n`)
      return EXIT.ok
    })
