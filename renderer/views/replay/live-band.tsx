/** What goes on for real while somebody looks at the past: it is never out of sight. */
import { useStore } from 'zustand'
import { selectOpenDecisions } from '../../../shared/domain/decisions/select-decisions.ts'
import { selectOpenRuns } from '../../../shared/domain/steps.ts'
import { Mark } from '../../components/mark.tsx'
import { useReplayParts } from './replay-context.tsx'

export function LiveBand() {
  const { live, leave } = useReplayParts()
  const release = useStore(live.cockpit.store, (state) => state.release)
  const connection = useStore(live.cockpit.store, (state) => state.connection)
  const trouble = useStore(live.cockpit.store, (state) => state.hello?.trouble)
  const runs = release ? selectOpenRuns(release) : []
  const asks = release ? selectOpenDecisions(release) : []
  if (runs.length === 0 && asks.length === 0 && !trouble && connection.state === 'connected') return null
  const words =
    runs.length > 0
      ? `${runs.map((run) => `${run.title} runs in ${run.environment}`).join(', ')} now.`
      : asks.length > 0
        ? 'A decision is asked for now.'
        : trouble
          ? 'The ledger cannot be written as it should be: go back to live to see why.'
          : 'The connection to the cockpit is lost: output and samples cannot be read until it is back.'
  return (
    <div className="replay-live" role="alert">
      <Mark name="warning-line" />
      <b className="accent">LIVE</b>
      <span className="clip grow">
        {words}
        {runs.length > 0 && asks.length > 0 && ' A decision is asked for.'}
      </span>
      {connection.state === 'connected' && (
        <button type="button" className="btn" onClick={leave}>
          Back to live <kbd>Esc</kbd>
        </button>
      )}
    </div>
  )
}
