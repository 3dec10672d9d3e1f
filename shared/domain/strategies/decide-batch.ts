/** A person lets a batch begin although more of the fleet fails than may. */
import type { Command } from '../../contract/commands.ts'
import type { Decision } from '../decision.ts'
import { reject } from '../rejection.ts'
import type { ReleaseState } from '../state.ts'
import { selectTurns } from '../turns.ts'
import { selectBatchHold } from './max-unavailable.ts'

type BatchCommand = Extract<Command, { type: 'batch.override' }>

export function decideBatch(state: ReleaseState, { runId, stepId, reason }: BatchCommand): Decision {
  const run = state.runs[runId]
  if (!run) return reject('unknown-run', `There is no run ${runId} in this release.`)
  if (run.finished) return reject('run-not-open', `Run ${run.id} is over (${run.finished.outcome}).`)
  const turn = selectTurns(state, run).find(({ step, phase }) => step.id === stepId && phase === 'ready')
  const hold = turn && selectBatchHold(state, run, turn.step)
  if (hold?.kind !== 'short')
    return reject('wrong-state', `No fleet holds "${stepId}": there is nothing to go on without.`)
  return { events: [{ type: 'batch.overridden', payload: { runId, stepId, words: hold.words, reason } }] }
}
