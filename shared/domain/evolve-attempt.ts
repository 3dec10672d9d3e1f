import { formatActor } from '../documents/words.ts'
import type { Actor, RecordedEvent } from '../events/index.ts'
import type { AttemptId, StepId } from '../ids.ts'
import type { Batch } from './batch.ts'
import type { AttemptState, AttemptStatus, ReleaseState, RunState } from './state.ts'

type Of<Type extends RecordedEvent['type']> = Extract<RecordedEvent, { type: Type }>

const FIRST_STATUS: Record<AttemptState['kind'], AttemptStatus> = {
  command: 'requested',
  http: 'running',
  manual: 'waiting',
  instruction: 'waiting',
  approval: 'waiting',
  wait: 'waiting',
  gate: 'waiting',
  judge: 'waiting',
}

const changeIn =
  (batch: Batch) =>
  (state: ReleaseState, id: AttemptId, to: (attempt: AttemptState) => AttemptState): ReleaseState => {
    const attempt = state.attempts[id]
    return attempt ? { ...state, attempts: batch.put(state.attempts, id, to(attempt)) } : state
  }

function withoutSkip(skipped: RunState['skipped'], id: StepId): RunState['skipped'] {
  if (!(id in skipped)) return skipped
  const { [id]: _, ...others } = skipped
  return others
}

function start(state: ReleaseState, event: Of<'step.started'>, batch: Batch): ReleaseState {
  const { attemptId: id, runId, stepId, number, kind, nonce, timeoutMs, waitMs } = event.payload
  const attempt: AttemptState = {
    id,
    runId,
    stepId,
    number,
    kind,
    status: FIRST_STATUS[kind],
    startedAtMs: Date.parse(event.recordedAt),
    startedBy: event.actor,
    sealedToByte: 0,
    ...(nonce === undefined ? {} : { nonce }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(waitMs === undefined ? {} : { waitMs }),
  }
  const run = state.runs[runId]
  if (!run) return state
  const skipped = withoutSkip(run.skipped, stepId)
  return {
    ...state,
    attempts: batch.put(state.attempts, id, attempt),
    runs: batch.put(state.runs, runId, { ...run, skipped, attempts: batch.append(run.attempts, id) }),
  }
}

function finish(event: Of<'step.finished'>): (attempt: AttemptState) => AttemptState {
  const { outcome, reason, exitCode, signal, durationMs, output, carried, note } = event.payload
  const rest = { reason, exitCode, signal, output, carried, note }
  const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const endedAtMs = Date.parse(event.recordedAt)
  return (attempt) => ({
    ...connected(attempt),
    ...known,
    status: outcome,
    durationMs,
    endedAtMs,
    endedBy: event.actor,
  })
}

const connected = ({ lost: _, ...attempt }: AttemptState): AttemptState => attempt

const typedBy =
  (by: Actor, atMs: number) =>
  (attempt: AttemptState): AttemptState => ({
    ...attempt,
    typists: [...(attempt.typists ?? []).filter((each) => formatActor(each.by) !== formatActor(by)), { by, atMs }],
  })

/** Step and output events. */
export function evolveAttempt(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  const change = changeIn(batch)
  const atMs = Date.parse(event.recordedAt)
  switch (event.type) {
    case 'step.started':
      return start(state, event, batch)
    case 'step.spawned': {
      const { attemptId, identity } = event.payload
      return change(state, attemptId, (attempt) => ({ ...attempt, identity, status: 'running' }))
    }
    case 'step.connection-lost': {
      const { attemptId, host, sinceMs, reason } = event.payload
      return change(state, attemptId, (attempt) => ({ ...attempt, lost: { host, sinceMs, reason } }))
    }
    case 'step.connection-restored':
      return change(state, event.payload.attemptId, connected)
    case 'step.stop-requested': {
      const { attemptId, cause, reason } = event.payload
      return change(state, attemptId, (attempt) => ({
        ...attempt,
        stop: { cause, reason, atMs, signals: attempt.stop?.signals ?? [], again: attempt.stop !== undefined },
      }))
    }
    case 'step.signalled': {
      const { attemptId, signal } = event.payload
      return change(state, attemptId, (attempt) =>
        attempt.stop ? { ...attempt, stop: { ...attempt.stop, signals: [...attempt.stop.signals, signal] } } : attempt,
      )
    }
    case 'step.finished':
      return change(state, event.payload.attemptId, finish(event))
    case 'step.outcome-unknown': {
      const { attemptId, reason } = event.payload
      return change(state, attemptId, (attempt) => ({ ...connected(attempt), status: 'unknown', reason }))
    }
    case 'step.resolved': {
      const { attemptId, outcome, reason } = event.payload
      return change(state, attemptId, (attempt) => ({
        ...attempt,
        status: outcome,
        reason,
        endedBy: event.actor,
        endedAtMs: atMs,
        durationMs: attempt.durationMs ?? atMs - attempt.startedAtMs,
      }))
    }
    case 'step.retries-stopped': {
      const { attemptId, reason } = event.payload
      return change(state, attemptId, (attempt) => ({
        ...attempt,
        retriesStopped: { reason, by: event.actor, atMs },
      }))
    }
    case 'step.fell-silent': {
      const { attemptId, silentMs } = event.payload
      return change(state, attemptId, (attempt) => ({ ...attempt, silentSinceMs: atMs - silentMs }))
    }
    case 'step.spoke-again':
      return change(state, event.payload.attemptId, ({ silentSinceMs: _, ...attempt }) => attempt)
    case 'step.effect-checked': {
      const { attemptId, isThere, reason, output } = event.payload
      const check = { isThere, output, by: event.actor, atMs, ...(reason === undefined ? {} : { reason }) }
      return change(state, attemptId, (attempt) => ({
        ...attempt,
        effectChecks: batch.append(attempt.effectChecks, check),
      }))
    }
    case 'step.input-typed':
      return change(state, event.payload.attemptId, typedBy(event.actor, atMs))
    case 'output.sealed': {
      const { attemptId, toByte } = event.payload
      return change(state, attemptId, (attempt) => ({
        ...attempt,
        sealedToByte: Math.max(attempt.sealedToByte, toByte),
      }))
    }
    case 'output.late': {
      const { attemptId, fromByte } = event.payload
      return change(state, attemptId, (attempt) => ({ ...attempt, lateFromByte: attempt.lateFromByte ?? fromByte }))
    }
    case 'output.incomplete': {
      const { attemptId, fromByte } = event.payload
      return change(state, attemptId, (attempt) => ({
        ...attempt,
        incompleteFromByte: Math.min(attempt.incompleteFromByte ?? fromByte, fromByte),
      }))
    }
    case 'output.erased': {
      const { attemptId } = event.payload
      return change(state, attemptId, (attempt) => ({ ...attempt, erasures: (attempt.erasures ?? 0) + 1 }))
    }
    default:
      return state
  }
}
