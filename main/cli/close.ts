/** `cockpit close`: says that a release is complete; its record is read only from then on. */
import { formatRole } from '../../shared/documents/words.ts'
import { selectClosureConditions } from '../../shared/domain/closure/closure-conditions.ts'
import { type CliIo, EXIT } from './io.ts'
import { findOrOpen, type LedgerOptions, readState, send, whoAmI, withCockpit } from './session.ts'

export type CloseOptions = LedgerOptions & {
  reason?: string
  override?: string
  as?: string
  role?: string
  json?: boolean
}

export async function closeCommand(wanted: string | undefined, options: CloseOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const release = await findOrOpen(client, wanted, io)
    const { reason: words, override, role } = options
    if (words === undefined) {
      const missing = selectClosureConditions(await readState(client, release), Date.now())
      if (options.json) io.stdout(`${JSON.stringify({ missing })}\n`)
      else if (missing.length === 0)
        io.stdout('Nothing is missing: close it with --reason, in a sentence on how it went.\n')
      else
        for (const { title, id, words: why, asks } of missing)
          io.stdout(`${title} [${id}]  ${why}${asks.length > 0 ? ` (${asks.map(formatRole).join(' or ')})` : ''}\n`)
      return missing.length === 0 ? EXIT.ok : EXIT.refused
    }
    const extra = { ...(override === undefined ? {} : { override }), ...(role === undefined ? {} : { role }) }
    await send(client, release, { type: 'release.close', words, ...extra }, await whoAmI(client, options.as, role))
    const { size, head } = await readState(client, release)
    io.stdout(`${release} is closed and read only. Its anchor is ${size}:${head}.\n`)
    io.stdout(`Archive it: cockpit export ${release} --format bundle -o ${release}.zip\n`)
    return EXIT.ok
  })
}
