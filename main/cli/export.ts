import { resolve } from 'node:path'
import { formatBytes } from '../../shared/documents/words.ts'
import { anchorLine } from './conclude.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findRelease, type LedgerOptions, readState, withCockpit } from './session.ts'

export type ExportOptions = LedgerOptions & { format: string; output?: string }

const LATER = ['csv', 'md', 'html', 'pdf', 'bundle']

/** `cockpit export`: the execution log as a file an auditor can verify alone. */
export async function exportCommand(wanted: string | undefined, options: ExportOptions, io: CliIo): Promise<number> {
  if (options.format !== 'jsonl') {
    const known = LATER.includes(options.format)
      ? `The format ${options.format} comes with a later version`
      : `There is no format "${options.format}"`
    throw new CliFailure(EXIT.unusable, `${known}: use --format jsonl.`)
  }
  return withCockpit(io, options, async (client) => {
    const { release } = await findRelease(client, wanted)
    const target = resolve(io.cwd, options.output ?? `${release}.jsonl`)
    const { file, bytes } = await client.call('ledger.export', { release, format: 'jsonl', file: target })
    io.stdout(`${file}, ${formatBytes(bytes)}\n${anchorLine(await readState(client, release))}\n`)
    return EXIT.ok
  })
}
