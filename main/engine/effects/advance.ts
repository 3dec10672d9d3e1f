import { beginStep } from '../../../shared/domain/decide-step.ts'
import { nextMove } from '../../../shared/domain/next-move.ts'
import type { AnyEffect, Effect } from '../../../shared/domain/pending-effects.ts'
import type { ReleaseState, RunState } from '../../../shared/domain/state.ts'
import { COCKPIT } from '../../../shared/events/envelope.ts'
import type { CockpitEvent } from '../../../shared/events/index.ts'
import type { RunId } from '../../../shared/ids.ts'
import { stepDigest } from '../../../shared/runbook/digests.ts'
import type { Step } from '../../../shared/runbook/model.ts'
import type { EnginePorts } from '../ports.ts'

type Advance = Extract<Effect, { kind: 'advance' }>

/** What leads back comes first: until its process is started, no other run is moved on. One that waits for a person's secrets holds nobody up. */
export function nextAdvance({ runs, attempts }: ReleaseState, effects: readonly AnyEffect[]): Advance | undefined {
  const back = (runId: RunId | undefined) => {
    const run = runId && runs[runId]
    return run?.kind === 'rollback' ? run : undefined
  }
  const starting = effects.flatMap((effect) =>
    effect.kind === 'spawn' ? (back(attempts[effect.attemptId]?.runId) ?? []) : [],
  )
  const advances = effects.filter((effect) => effect.kind === 'advance')
  const forward = starting.some((run) => !run.secretsNeeded) ? undefined : advances[0]
  return advances.find(({ runId }) => back(runId)) ?? forward
}

/** The events that move a run on: the next step's intent, or its end. */
export function performAdvance(effect: Advance, state: ReleaseState, ports: EnginePorts): CockpitEvent[] {
  const run = state.runs[effect.runId]
  const nowMs = ports.clock.nowMs()
  const move = run && nextMove(state, run, nowMs)
  if (move?.kind === 'begin') return [begin(state, run!, move.step, nowMs, ports)]
  if (move?.kind === 'pass-over') {
    const payload = { runId: run!.id, stepId: move.step.id, reason: move.reason }
    return [{ type: 'step.skipped', payload }]
  }
  if (move?.kind !== 'finish') return []
  const { outcome, reason } = move
  tidy(run!, ports)
  return [{ type: 'run.finished', payload: { runId: run!.id, outcome, reason, durationMs: nowMs - run!.startedAtMs } }]
}

/** A disk that cannot be written must not keep a run open. */
function tidy({ id, attempts }: RunState, { carry, runner, secretDigests, log }: EnginePorts): void {
  try {
    carry.discard(id)
    // Output that is still to be stored is masked with secrets that must be the same as now.
    if (attempts.every((each) => runner.leftSpool(each) === 'none')) secretDigests.discard(id)
  } catch (error) {
    log('warn', `Files of run ${id} could not be removed.`, { error: String(error) })
  }
}

const begin = (state: ReleaseState, run: RunState, step: Step, nowMs: number, ports: EnginePorts): CockpitEvent =>
  beginStep(state, run, step, {
    nowMs,
    actor: COCKPIT,
    runId: run.id as RunId,
    attemptId: ports.ids.attemptId(run.id),
    nonce: ports.ids.nonce(),
    decisionId: '',
    definitionDigest: run.definitionDigest,
    resolvedDigest: run.resolvedDigest,
    stepDigests: { [step.id]: stepDigest(step, ports.sha256) },
    problems: [],
  })
