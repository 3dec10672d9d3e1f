import type { SearchHit } from '../../../shared/contract/search.ts'
import type { RunId, StepId } from '../../../shared/ids.ts'
import { useSession } from '../../state/context.tsx'

/** Goes to the place of a result: the line on the deck, or the entry in the Ledger view. */
export function useJump(): (hit: SearchHit) => Promise<void> {
  const { cockpit, ui } = useSession()
  return async (hit) => {
    const { release } = hit
    if (!release) return
    if (cockpit.store.getState().release?.release !== release) {
      ui.setState({ environment: undefined, selectedStep: undefined })
      await cockpit.open(release)
    }
    // A dialog that the search was opened over would cover the place.
    const away = { isSearchOpen: false, dialog: undefined }
    if (hit.kind === 'entry') return ui.setState({ view: 'ledger', ...away, ledgerSeq: hit.seq })
    const { attempt, line, text, ranges } = hit
    const run = cockpit.store.getState().release?.runs[hit.runId as RunId]
    const [from, to] = ranges[0] ?? [0, 0]
    const state = run && { environment: run.environment, selectedStep: { runId: run.id, stepId: hit.stepId as StepId } }
    ui.setState({
      view: 'deck',
      ...away,
      ...state,
      shownLine: { attempt, line, text: text.slice(from, to) },
    })
  }
}
