import type { Command } from '../contract/commands.ts'
import type { CockpitEvent } from '../events/index.ts'
import type { Decision } from './decision.ts'
import { selectOpenGaps } from './gaps.ts'
import { reject } from './rejection.ts'
import type { ReleaseState } from './state.ts'

type GapCommand = Extract<Command, { type: 'gap.acknowledge' }>

/** A person who has seen what happened while nobody watched says whether the run goes on. */
export function decideGap(state: ReleaseState, command: GapCommand): Decision {
  const { runId, throughSeq, decision, reason } = command
  const run = state.runs[runId]
  if (!run) return reject('unknown-run', `There is no run ${runId} in this release.`)
  if (run.finished) return reject('run-not-open', `Run ${run.id} is over (${run.finished.outcome}).`)
  const last = selectOpenGaps(state, run).at(-1)
  if (!last) return reject('wrong-state', `Run ${run.id} is not held by a gap: there is nothing to continue after.`)
  if (throughSeq !== undefined && throughSeq < last.seq)
    return reject(
      'changed-since-shown',
      'The cockpit was away once more since this was shown: look again, then decide.',
    )
  const acknowledged: CockpitEvent = { type: 'gap.acknowledged', payload: { runId, throughSeq: last.seq, decision } }
  const pause: CockpitEvent[] =
    decision === 'hold' && !run.paused
      ? [{ type: 'run.paused', payload: { runId, reason: reason || 'Held after nobody watched for a while.' } }]
      : []
  return { events: [acknowledged, ...pause] }
}
