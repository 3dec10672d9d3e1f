import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { type LedgerOptions, withCockpit } from './session.ts'

export type SecretOptions = LedgerOptions & { from?: string }

/** Never an argument: every process of the machine can read those. */
async function secretValue(name: string, { from }: SecretOptions, io: CliIo): Promise<string> {
  if (from !== undefined) {
    try {
      return readFileSync(from === '-' ? 0 : resolve(io.cwd, from), 'utf8').replace(/\r?\n$/, '')
    } catch (error) {
      throw new CliFailure(EXIT.unusable, `The value cannot be read from ${from}: ${(error as Error).message}.`)
    }
  }
  if (io.askHidden) return io.askHidden(`${name} (not shown): `)
  throw new CliFailure(EXIT.unusable, 'Give the value with --from FILE, or --from - for standard input.')
}

/** `cockpit secret set|forget|list`: what the desktop app keeps in the keychain. Refused with a sentence where no desktop app has this ledger. */
export async function secretCommand(
  action: string,
  name: string | undefined,
  options: SecretOptions,
  io: CliIo,
): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const { names, refusal } = await client.call('keychain.list', {})
    if (refusal !== undefined) throw new CliFailure(EXIT.unusable, refusal)
    if (action === 'list') {
      io.stdout(names.length === 0 ? 'Nothing is kept yet.\n' : `${names.join('\n')}\n`)
      return EXIT.ok
    }
    if (name === undefined || !['set', 'forget'].includes(action))
      throw new CliFailure(EXIT.unusable, 'Say "secret set NAME", "secret forget NAME" or "secret list".')
    const answer =
      action === 'set'
        ? await client.call('keychain.keep', { name, value: await secretValue(name, options, io) })
        : await client.call('keychain.forget', { name })
    if (!answer.ok) throw new CliFailure(EXIT.unusable, answer.message)
    io.stdout(action === 'set' ? `${name} is kept.\n` : `${name} is forgotten.\n`)
    return EXIT.ok
  })
}
