import type { CockpitClient } from '../../shared/contract/client.ts'
import { incompleteWords, storedLateWords } from '../../shared/documents/trouble-words.ts'
import type { AttemptState } from '../../shared/domain/state.ts'
import type { AttemptId } from '../../shared/ids.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findRelease, type LedgerOptions, readState, withCockpit } from './session.ts'

export type OutputOptions = LedgerOptions & { run?: string; step?: string; attempt?: number }

async function copy(client: CockpitClient, attempt: AttemptId, io: CliIo): Promise<void> {
  for (let offset = 0; ; ) {
    const range = await client.call('output.read', { attempt, offset, length: 65_536 })
    if (range.bytes.length === 0) return
    await io.write(range.bytes)
    offset = range.offset + range.bytes.length
  }
}

/** `cockpit output`: what steps printed, byte for byte as stored (secrets masked). */
export async function outputCommand(wanted: string, options: OutputOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const { release } = await findRelease(client, wanted)
    const state = await readState(client, release)
    const run = options.run ?? state.runOrder.at(-1)
    const fits = (attempt: AttemptState) =>
      attempt.runId === run &&
      (!options.step || attempt.stepId === options.step) &&
      (!options.attempt || attempt.number === options.attempt)
    const attempts = Object.values(state.attempts).filter(fits)
    if (attempts.length === 0)
      throw new CliFailure(
        EXIT.unusable,
        `Nothing was run that fits: ${release} has the runs ${Object.keys(state.runs).join(', ') || 'none'}.`,
      )
    for (const attempt of attempts) {
      await copy(client, attempt.id, io)
      if (attempt.incompleteFromByte !== undefined) io.stderr(`${attempt.stepId}: ${incompleteWords(attempt)}\n`)
      if (attempt.lateFromByte !== undefined) io.stderr(`${attempt.stepId}: ${storedLateWords(attempt)}\n`)
    }
    return EXIT.ok
  })
}
