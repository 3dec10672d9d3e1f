/** The last lines of a run in a terminal, and its exit code. */

import { formatClock } from '../../shared/documents/words.ts'
import type { ReleaseState, RunState } from '../../shared/domain/state.ts'
import { selectUnfinished } from '../../shared/domain/steps.ts'
import { type CliIo, EXIT } from './io.ts'

const WORDS = { succeeded: 'succeeded', failed: 'failed', stopped: 'was stopped' } as const

/** What the run itself saw when it ended; an older look would pass for the present. */
const live = (state: ReleaseState, run: RunState) =>
  Object.entries(state.live)
    .filter(([key, seen]) => key.startsWith(`${run.environment}/`) && seen.runId === run.id && seen.when === 'after')
    .map(
      ([key, seen]) => `${key.slice(run.environment.length + 1)} answers ${seen.version ?? `nothing (${seen.error})`}`,
    )

/** `size:head` goes out with every conclusion: whoever keeps the line holds an anchor. */
export const anchorLine = (state: ReleaseState) => `Ledger ${state.release}, anchor ${state.size}:${state.head}`

function concludeRehearsal(io: CliIo, state: ReleaseState, run: RunState): number {
  for (const problem of run.deviations) io.stdout(`A real run would be refused: ${problem}\n`)
  io.stdout('It was a rehearsal: nothing was deployed, and it proves nothing of the release.\n')
  io.stdout(`What was measured: cockpit timings ${state.folder} --run ${run.id}\n`)
  io.stdout(`${anchorLine(state)}\n`)
  return run.finished?.outcome === 'succeeded' ? EXIT.ok : EXIT.failed
}

export function conclude(io: CliIo, state: ReleaseState, run: RunState): number {
  const { outcome, durationMs, reason } = run.finished!
  const what = run.kind === 'rollback' ? (run.drill ? 'Rollback drill' : 'Rollback') : run.title
  io.stdout(
    `${what} in ${run.environment} ${WORDS[outcome]} after ${formatClock(durationMs)}${reason ? `: ${reason}` : '.'}\n`,
  )
  for (const line of live(state, run)) io.stdout(`Observed live: ${line}\n`)
  if (run.rehearsal) return concludeRehearsal(io, state, run)
  for (const deviation of run.deviations) io.stdout(`Deviation: ${deviation}\n`)
  if (outcome !== 'succeeded' && run.kind === 'deploy') {
    io.stdout(`Roll back with: cockpit rollback ${state.folder} --env ${run.environment}\n`)
  }
  io.stdout(`${anchorLine(state)}\n`)
  return outcome === 'succeeded' ? EXIT.ok : EXIT.failed
}

export function concludeLeft(io: CliIo, state: ReleaseState, run: RunState): number {
  const isOpen = selectUnfinished(state).some((each) => each.id === run.id)
  if (isOpen) io.stderr(`Run ${run.id} stays open. Return to it with: cockpit attach ${run.id}\n`)
  io.stdout(`${anchorLine(state)}\n`)
  return EXIT.failed
}
