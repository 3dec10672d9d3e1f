import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CockpitClient } from '../../shared/contract/client.ts'
import type { Params } from '../../shared/contract/methods.ts'
import { formatBytes } from '../../shared/documents/words.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findRelease, type LedgerOptions, readState, whoAmI, withCockpit } from './session.ts'

export type EraseOptions = LedgerOptions & {
  reason: string
  as?: string
  step?: string
  run?: string
  attempt?: number
  lines?: { from: number; to: number }
  textFrom?: string
}

type What = Params<'ledger.erase'>['what']

/** The leaked text never stands on a command line, where every process of the machine can read it. */
function leakedText(from: string | undefined, io: CliIo): string | undefined {
  if (from === undefined) return undefined
  try {
    return readFileSync(from === '-' ? 0 : resolve(io.cwd, from), 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    throw new CliFailure(EXIT.unusable, `The leaked text cannot be read from ${from}: ${(error as Error).message}.`)
  }
}

async function attemptOf(client: CockpitClient, release: ReleaseId, options: EraseOptions): Promise<What> {
  const state = await readState(client, release)
  const runId = options.run ?? state.runOrder.at(-1)
  const fits = Object.values(state.attempts).filter(
    (each) => each.runId === runId && each.stepId === options.step && each.number === (options.attempt ?? each.number),
  )
  const found = fits.at(-1)
  if (!found) throw new CliFailure(EXIT.unusable, `Run ${runId ?? ''} has no attempt of a step "${options.step}".`)
  const { lines } = options
  return { kind: 'output', attempt: found.id, ...(lines ? { fromLine: lines.from, toLine: lines.to } : {}) }
}

async function whatOf(client: CockpitClient, release: ReleaseId, seq: number | undefined, options: EraseOptions) {
  if (seq !== undefined && options.step !== undefined)
    throw new CliFailure(EXIT.unusable, 'Name an entry or a step, not both.')
  if (seq !== undefined) return { kind: 'entry', seq } as const
  if (options.step !== undefined) return attemptOf(client, release, options)
  if (options.textFrom !== undefined) return { kind: 'everywhere' } as const
  const ways = 'an entry by its number, a step with --step, or the leaked text with --text-from for everywhere'
  throw new CliFailure(EXIT.unusable, `Say what to erase: ${ways}.`)
}

/** `cockpit erase`: takes a leaked secret out of the record. The chain still holds, and says who erased what, and why. */
export async function eraseCommand(
  wanted: string,
  seq: number | undefined,
  options: EraseOptions,
  io: CliIo,
): Promise<number> {
  const text = leakedText(options.textFrom, io)
  return withCockpit(io, options, async (client) => {
    const { release } = await findRelease(client, wanted)
    const what = await whatOf(client, release, seq, options)
    const as = await whoAmI(client, options.as)
    const about = { release, what, reason: options.reason, as, ...(text === undefined ? {} : { leakedText: text }) }
    const { entries, outputs, gone } = await client.call('ledger.erase', about)
    for (const entry of entries) io.stdout(`Entry ${entry}: erased\n`)
    for (const { attempt, bytes } of outputs) io.stdout(`Output of ${attempt}: ${formatBytes(bytes)} overwritten\n`)
    if (!gone) io.stdout('Somebody still reads the old bytes; they leave the disk when that ends.\n')
    io.stdout('The chain holds, and the erasure is on record. Exports and copies made before still have it.\n')
    return EXIT.ok
  })
}
