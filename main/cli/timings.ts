/** `cockpit timings`: what steps really took beside what is planned, and as `steps:` for release.yaml. Nothing is written. */
import { BASIS_WORDS, measuredIn, selectOffered, timingsYaml } from '../../shared/documents/timing-words.ts'
import { formatClock } from '../../shared/documents/words.ts'
import { selectTimedRuns, selectTimings, type Timing } from '../../shared/domain/rehearsal/timings.ts'
import type { ReleaseState, RunState } from '../../shared/domain/state.ts'
import { runId } from '../../shared/ids.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findOrOpen, type LedgerOptions, readState, withCockpit } from './session.ts'

export type TimingsOptions = LedgerOptions & {
  run?: string
  from?: 'run' | 'rehearsal' | 'last'
  yaml?: boolean
  json?: boolean
}

function findRun(state: ReleaseState, { run, from = 'last' }: TimingsOptions): RunState {
  const known = Object.keys(state.runs).join(', ') || 'none'
  if (run !== undefined) {
    const found = state.runs[runId(run)]
    if (!found) throw new CliFailure(EXIT.unusable, `There is no run ${run} in this release. It has: ${known}.`)
    return found
  }
  const fits = (each: RunState) => from === 'last' || (from === 'rehearsal') === (each.rehearsal !== undefined)
  const found = selectTimedRuns(state).find(fits)
  if (!found)
    throw new CliFailure(
      EXIT.unusable,
      'Nothing was measured yet: run a stage, or rehearse it (cockpit run FOLDER --rehearse) with people or with --safe.',
    )
  return found
}

const took = (ms: number | undefined) => (ms === undefined ? '–' : formatClock(ms)).padStart(9)

const row = ({ stepId, plannedMs, measuredMs, basis }: Timing) =>
  `${took(plannedMs)} ${took(measuredMs)}  ${stepId}${basis === 'measured' ? '' : `  (${BASIS_WORDS[basis]})`}`

export async function timingsCommand(wanted: string | undefined, options: TimingsOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const state = await readState(client, await findOrOpen(client, wanted, io))
    const run = findRun(state, options)
    const timings = selectTimings(state, run)
    const offered = selectOffered(timings)
    const from = measuredIn(run)
    if (options.json)
      io.stdout(`${JSON.stringify({ run: run.id, rehearsal: run.rehearsal !== undefined, timings, offered })}\n`)
    else if (options.yaml) io.stdout(timingsYaml(timings, from))
    else {
      io.stdout(`${from}\n  planned  measured\n${timings.map(row).join('\n')}\n`)
      io.stdout(`\n${timingsYaml(timings, from)}`)
    }
    return EXIT.ok
  })
}
