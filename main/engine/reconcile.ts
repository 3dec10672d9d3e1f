/** After a restart: looks at what other processes left, and says what is known. It never starts anything again. */
import type { AttemptState } from '../../shared/domain/state.ts'
import { selectOpenAttempts, selectUnfinished } from '../../shared/domain/steps.ts'
import { COCKPIT } from '../../shared/events/envelope.ts'
import type { CockpitEvent } from '../../shared/events/index.ts'
import { isForbidden } from './effects/spawn.ts'
import type { EnginePorts } from './ports.ts'
import type { ReleaseLedger } from './release-ledger.ts'

const of = (attempt: AttemptState) => ({ runId: attempt.runId, stepId: attempt.stepId, attemptId: attempt.id })

/** The intent is on the record but no identity: either nothing started (then the claim is taken), or it did and is found. */
function reconcileRequested(attempt: AttemptState, ports: EnginePorts): CockpitEvent {
  if (isForbidden(attempt, ports)) {
    const reason = 'The cockpit ended before the command was started.'
    return { type: 'step.finished', payload: { ...of(attempt), outcome: 'never-started', reason, durationMs: 0 } }
  }
  const seen = ports.runner.observe(attempt.id)
  if (seen.state === 'running') return { type: 'step.spawned', payload: { ...of(attempt), identity: seen.identity } }
  // Whatever it is, it started; watching it will tell the exit or that it is unknown.
  const identity = { bootId: '', pid: 0, startTime: '', nonce: attempt.nonce ?? '' }
  return { type: 'step.spawned', payload: { ...of(attempt), identity } }
}

function reconcileAttempt(attempt: AttemptState, ports: EnginePorts): CockpitEvent[] {
  if (attempt.kind === 'command' && attempt.status === 'requested') return [reconcileRequested(attempt, ports)]
  if (attempt.kind !== 'http') return []
  const reason = 'The cockpit ended while the check was under way.'
  return [{ type: 'step.outcome-unknown', payload: { ...of(attempt), state: 'unknown', reason } }]
}

function unguarded(ports: EnginePorts): CockpitEvent[] {
  const before = ports.store.previousOwner
  if (!before) return []
  return [
    { type: 'guard.resumed', payload: { from: before.lastSeenAt, to: ports.clock.isoNow(), epoch: ports.store.epoch } },
  ]
}

/** Appends what is known of the attempts an earlier owner left open. */
export async function reconcile(ledger: ReleaseLedger, ports: EnginePorts): Promise<void> {
  const state = ledger.state()
  const open = selectUnfinished(state)
  if (open.length === 0) return
  const events = open
    .flatMap((run) => selectOpenAttempts(state, run))
    .flatMap((attempt) => reconcileAttempt(attempt, ports))
  ledger.append([...unguarded(ports), ...events], { actor: COCKPIT })
}
