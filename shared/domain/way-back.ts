/** What a rollback must be able to record, whatever is wrong with the ledger. */
import type { CockpitEvent } from '../events/index.ts'
import type { RunId } from '../ids.ts'
import type { ReleaseState } from './state.ts'

const STOPS: readonly CockpitEvent['type'][] = [
  'run.paused',
  'run.stop-requested',
  'step.stop-requested',
  'step.signalled',
]

const runOf = ({ payload }: CockpitEvent): RunId | undefined =>
  'runId' in payload && typeof payload.runId === 'string' ? payload.runId : undefined

/** The start of a rollback, whatever follows in it and in the runs it took over, and what stops something that runs. */
export const isOfWayBack = (state: ReleaseState | undefined, events: CockpitEvent[]): boolean =>
  events.some((event) => {
    if (event.type === 'run.started') return event.payload.kind === 'rollback'
    const id = runOf(event)
    const run = id === undefined ? undefined : state?.runs[id]
    return run?.kind === 'rollback' || run?.takenOverBy !== undefined || STOPS.includes(event.type)
  })
