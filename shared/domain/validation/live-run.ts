/** The deploy that is live in a protected environment, as the record has it. */
import type { ReleaseState, RunState } from '../state.ts'

const isOf = (kind: RunState['kind']) => (run: RunState) => run.kind === kind && run.protected

/** The newest deploy there that ended, unless it was taken back; `words` says which, or why there is none. */
export function selectLiveRun(state: ReleaseState): { run?: RunState; words: string } {
  const runs = state.runOrder.map((id) => state.runs[id]!)
  const run = runs.filter(isOf('deploy')).findLast((each) => each.finished)
  if (!run) return { words: 'Nothing was deployed to a protected environment yet.' }
  if (run.finished!.outcome !== 'succeeded')
    return { words: `Run ${run.id} in ${run.environment} ended ${run.finished!.outcome}.` }
  const back = runs.filter(isOf('rollback')).find((each) => each.seq > run.seq && each.environment === run.environment)
  if (back) return { words: `Taken back by rollback ${back.id}.` }
  return { run, words: `Run ${run.id} in ${run.environment}.` }
}
