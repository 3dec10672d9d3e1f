import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { Params } from '../../shared/contract/methods.ts'
import type { Results } from '../../shared/contract/results.ts'
import { WireFailure } from '../../shared/contract/wire-failure.ts'
import {
  EXPORT_FORMATS,
  type ExportFormat,
  exportFileName,
  FORMAT_FACTS,
  formatProblem,
  isExportFormat,
} from '../../shared/documents/log/formats.ts'
import { isEverything, kindsProblem, type LogSelection } from '../../shared/documents/log/selection.ts'
import { formatBytes, formatCount } from '../../shared/documents/words.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { readSelection, type SelectionOptions } from './read-selection.ts'
import { findRelease, type LedgerOptions, withCockpit } from './session.ts'

export type ExportOptions = LedgerOptions &
  SelectionOptions & {
    format: string
    output?: string
    commandOutput?: boolean
    bom?: boolean
    force?: boolean
    json?: boolean
  }

type Written = Results['ledger.export']

const LOOK_EVERY_MS = 500
const STDOUT = '-'

function readFormat(format: string): ExportFormat {
  if (isExportFormat(format)) return format
  throw new CliFailure(EXIT.unusable, `There is no format "${format}": use one of ${EXPORT_FORMATS.join(', ')}.`)
}

const amount = (value: number, unit: 'bytes' | 'entries') =>
  unit === 'bytes' ? formatBytes(value) : `${formatCount(value)} entries`

/** Shows how far an export is where somebody sees it; Ctrl-C ends it. Returns what stops both. */
function accompany(client: CockpitClient, job: string, io: CliIo): () => void {
  const cancel = () => void client.call('export.cancel', { job })
  const ends = [io.onInterrupt(cancel), io.onHangup(cancel)]
  const endInterrupt = () => {
    for (const end of ends) end()
  }
  if (!io.terminal.interactive) return endInterrupt
  const timer = setInterval(async () => {
    const { isRunning, done, total, unit } = await client.call('export.progress', { job })
    if (isRunning && total > 0)
      io.stderr(
        `\r${amount(done, unit)} of ${unit === 'bytes' ? 'about ' : ''}${amount(total, unit)}, Ctrl-C to stop \x1b[K`,
      )
  }, LOOK_EVERY_MS)
  return () => {
    clearInterval(timer)
    endInterrupt()
    io.stderr('\r\x1b[K')
  }
}

async function write(client: CockpitClient, params: Params<'ledger.export'>, io: CliIo): Promise<Written> {
  const job = randomUUID()
  const stop = accompany(client, job, io)
  try {
    return await client.call('ledger.export', { ...params, job })
  } catch (error) {
    if (!(error instanceof WireFailure) || error.code !== 'export-exists') throw error
    throw new CliFailure(EXIT.unusable, `${error.message} Name another file, or replace it with --force.`)
  } finally {
    stop()
  }
}

/** Through a file of its own, so that a reader never gets half an export that fails later. It has no name any more while it is read. */
async function pass(client: CockpitClient, params: Params<'ledger.export'>, io: CliIo): Promise<Written> {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-export-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const written = await write(client, { ...params, file: join(folder, 'export') }, io)
    const file = await open(written.file)
    if (process.platform !== 'win32') remove()
    for await (const block of file.createReadStream()) await io.write(block)
    return written
  } finally {
    remove()
  }
}

function checked(format: ExportFormat, selection: LogSelection, options: ExportOptions, io: CliIo): void {
  const problem = kindsProblem(selection.kinds ?? []) ?? formatProblem(format, selection, options.commandOutput)
  if (problem) throw new CliFailure(EXIT.unusable, problem)
  const isBinary = format === 'bundle' || format === 'pdf'
  if (options.output === STDOUT && isBinary && io.terminal.interactive)
    throw new CliFailure(EXIT.unusable, `A ${format} is not for a terminal: name a file with -o.`)
}

function linesOf({ file, bytes, entries, anchor }: Written, release: string, isPart: boolean): string {
  const count = `${formatCount(entries)} ${entries === 1 ? 'entry' : 'entries'}`
  const part = isPart ? 'A part of the record: to be read, not to be verified.\n' : ''
  return `${file}, ${formatBytes(bytes)}, ${count}\n${part}Ledger ${release}, anchor ${anchor}\n`
}

/** `cockpit export`: the record of a release as a file to read, to load elsewhere, or for an auditor to verify alone. */
export async function exportCommand(wanted: string | undefined, options: ExportOptions, io: CliIo): Promise<number> {
  const format = readFormat(options.format)
  const selection = readSelection(options)
  checked(format, selection, options, io)
  return withCockpit(io, options, async (client) => {
    const { release } = await findRelease(client, wanted)
    const params = {
      ...{ release, format, selection },
      overwrite: options.force ?? false,
      byteOrderMark: options.bom ?? false,
      ...(options.commandOutput === undefined ? {} : { withOutput: options.commandOutput }),
    }
    const toStdout = options.output === STDOUT
    const file = resolve(io.cwd, options.output ?? exportFileName(release, format, selection))
    const written = await (toStdout ? pass(client, params, io) : write(client, { ...params, file }, io))
    if (toStdout) return EXIT.ok
    if (options.json) io.stdout(`${JSON.stringify({ release, format, ...written })}\n`)
    else io.stdout(linesOf(written, release, FORMAT_FACTS[format].isProof && !isEverything(selection)))
    return EXIT.ok
  })
}
