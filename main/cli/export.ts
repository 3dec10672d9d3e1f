import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { Params } from '../../shared/contract/methods.ts'
import { formatBytes } from '../../shared/documents/words.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findRelease, type LedgerOptions, withCockpit } from './session.ts'

export type ExportOptions = LedgerOptions & { format: string; output?: string }
type Format = Params<'ledger.export'>['format']

const ENDINGS: Record<Format, string> = { jsonl: 'jsonl', bundle: 'zip' }
const LATER = ['csv', 'md', 'html', 'pdf']
const LOOK_EVERY_MS = 500

const isFormat = (format: string): format is Format => format in ENDINGS

function readFormat(format: string): Format {
  if (isFormat(format)) return format
  const known = LATER.includes(format)
    ? `The format ${format} comes with a later version`
    : `There is no format "${format}"`
  throw new CliFailure(EXIT.unusable, `${known}: use --format jsonl or --format bundle.`)
}

/** Shows how far an export is where somebody sees it; Ctrl-C ends it. Returns what stops both. */
function accompany(client: CockpitClient, job: string, io: CliIo): () => void {
  const endInterrupt = io.onInterrupt(() => void client.call('export.cancel', { job }))
  if (!io.terminal.interactive) return endInterrupt
  const timer = setInterval(async () => {
    const { isRunning, doneBytes, totalBytes } = await client.call('export.progress', { job })
    if (isRunning && totalBytes > 0)
      io.stderr(`\r${formatBytes(doneBytes)} of about ${formatBytes(totalBytes)}, Ctrl-C to stop \x1b[K`)
  }, LOOK_EVERY_MS)
  return () => {
    clearInterval(timer)
    endInterrupt()
    io.stderr('\r\x1b[K')
  }
}

/** `cockpit export`: the execution log, or everything of a release, as a file an auditor can verify alone. */
export async function exportCommand(wanted: string | undefined, options: ExportOptions, io: CliIo): Promise<number> {
  const format = readFormat(options.format)
  return withCockpit(io, options, async (client) => {
    const { release } = await findRelease(client, wanted)
    const target = resolve(io.cwd, options.output ?? `${release}.${ENDINGS[format]}`)
    const job = randomUUID()
    const stop = accompany(client, job, io)
    try {
      const { file, bytes, anchor } = await client.call('ledger.export', { release, format, file: target, job })
      io.stdout(`${file}, ${formatBytes(bytes)}\nLedger ${release}, anchor ${anchor}\n`)
      return EXIT.ok
    } finally {
      stop()
    }
  })
}
