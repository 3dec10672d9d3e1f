/** `cockpit diff`: a release folder against the version last executed, or a git revision, by step. */
import { resolve } from 'node:path'
import { comparisonLines } from '../../shared/documents/difference-words.ts'
import type { Comparison } from '../../shared/runbook/diff/comparison.ts'
import { visible } from '../../shared/runbook/visible.ts'
import { compareWithRevision } from '../app/compare.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { type LedgerOptions, openFolder, withCockpit } from './session.ts'

export type DiffOptions = LedgerOptions & { against?: string; environment?: string; json?: boolean }

const timeOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`

async function compare(
  folder: string,
  { against, environment, ...ledger }: DiffOptions,
  io: CliIo,
): Promise<Comparison> {
  if (against !== undefined) return compareWithRevision(resolve(io.cwd, folder), against, io.env)
  return withCockpit(io, ledger, async (client) => {
    const release = await openFolder(client, folder, io)
    const lastRun = environment === undefined ? {} : { environment }
    return client.call('runbook.compare', { release, against: { lastRun } })
  })
}

/** 0 when nothing differs, 1 when something does, 2 when there is nothing to compare with. */
export async function diffCommand(folder: string, options: DiffOptions, io: CliIo): Promise<number> {
  if (options.against !== undefined && options.environment !== undefined)
    throw new CliFailure(EXIT.unusable, 'Give --against REVISION or --environment NAME, not both.')
  const found = await compare(folder, options, io)
  if (options.json) io.stdout(`${JSON.stringify(found)}\n`)
  else if (found.state === 'none') io.stderr(`${visible(found.message)}\n`)
  else io.stdout(`${visible(comparisonLines(found, timeOf).join('\n'))}\n`)
  if (found.state === 'none') return EXIT.unusable
  return found.changes.length + found.others.length > 0 ? EXIT.failed : EXIT.ok
}
