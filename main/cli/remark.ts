/** `cockpit remark`: a word for the post-mortem, about an entry of the record. */
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findOrOpen, type LedgerOptions, send, whoAmI, withCockpit } from './session.ts'

type Options = LedgerOptions & { entry: number; as?: string; role?: string }

export async function remarkCommand(wanted: string, text: string, options: Options, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await findOrOpen(client, wanted, io)
    const { entry: aboutSeq } = options
    const { events, size } = await client.call('events.read', { release, fromSeq: Math.max(1, aboutSeq), limit: 1 })
    const about = events[0]
    if (about?.seq !== aboutSeq)
      throw new CliFailure(
        EXIT.unusable,
        `There is no entry ${aboutSeq}: the record has 1 to ${size}, cockpit log lists them.`,
      )
    const command = { type: 'remark.add', text, aboutSeq, aboutMs: Date.parse(about.recordedAt) } as const
    await send(client, release, command, await whoAmI(client, options.as, options.role))
    return EXIT.ok
  })
}
