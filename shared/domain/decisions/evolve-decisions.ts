import type { Actor, RecordedEvent } from '../../events/index.ts'
import { ALONE, type Batch } from '../batch.ts'
import type { ReleaseState } from '../state.ts'
import { findTrigger } from './open-decision.ts'
import { selectOpenDecisions } from './select-decisions.ts'
import type { TimedDecision, TriggerState } from './timed-decision.ts'
import { limitOfTrigger, worseThan } from './trigger-key.ts'

type Closed = NonNullable<TimedDecision['closed']>
type Of<Type extends RecordedEvent['type']> = Extract<RecordedEvent, { type: Type }>

type Change = (state: ReleaseState, id: string, to: (decision: TimedDecision) => TimedDecision) => ReleaseState

const changeIn =
  (batch: Batch): Change =>
  (state, id, to) => {
    const decision = state.decisions?.[id]
    return decision ? { ...state, decisions: batch.put(state.decisions, id, to(decision)) } : state
  }

const closeIn =
  (batch: Batch) =>
  (state: ReleaseState, id: string, closed: Closed): ReleaseState =>
    changeIn(batch)(state, id, (decision) => (decision.closed ? decision : { ...decision, closed }))

const by = (event: RecordedEvent): { by: Actor; atMs: number } => ({
  by: event.actor,
  atMs: Date.parse(event.recordedAt),
})

function opened(state: ReleaseState, event: Of<'decision.opened'>, batch: Batch): ReleaseState {
  const { decisionId: id, supersedes, ...payload } = event.payload
  const decision: TimedDecision = {
    ...payload,
    id,
    seq: event.seq,
    openedAtMs: Date.parse(event.recordedAt),
    openedBy: event.actor,
    ...(payload.mode === 'record' ? { closed: { how: 'recorded', ...by(event) } } : {}),
  }
  const next: ReleaseState = { ...state, decisions: batch.put(state.decisions, id, decision) }
  const close = closeIn(batch)
  return supersedes.reduce<ReleaseState>((each, old) => close(each, old, { how: 'superseded', ...by(event) }), next)
}

const keyOf = ({ environment, triggerId }: { environment: string; triggerId: string }) => `${environment}/${triggerId}`

function trigger(state: ReleaseState, event: Of<'trigger.fired' | 'trigger.cleared'>): ReleaseState {
  const { value } = event.payload
  const after: TriggerState = { fired: event.type === 'trigger.fired', sinceMs: Date.parse(event.recordedAt), value }
  return { ...state, triggers: { ...state.triggers, [keyOf(event.payload)]: after } }
}

/** T10. What a person let go fires again only when it gets worse. */
function letGo(state: ReleaseState, decisionId: string): ReleaseState {
  const decision = state.decisions?.[decisionId]
  const found = findTrigger(state, decision?.triggerId)
  if (!decision?.triggerId || decision.value === undefined || !found) return state
  const key = keyOf({ environment: decision.environment, triggerId: decision.triggerId })
  const known = state.triggers?.[key]
  return known?.fired
    ? {
        ...state,
        triggers: { ...state.triggers, [key]: { ...known, worse: worseThan(limitOfTrigger(found), decision.value) } },
      }
    : state
}

const HOW = { 'roll-back': 'rolled-back', hold: 'hold', 'fix-forward': 'fix-forward' } as const

/** A rollback answers what it takes back, whoever started it. */
function rolledBack(state: ReleaseState, event: Of<'run.started'>, batch: Batch): ReleaseState {
  const { kind, drill, environment, services } = event.payload
  if (kind !== 'rollback' || drill) return state
  return selectOpenDecisions(state, environment)
    .filter(({ service }) => services === undefined || (service !== undefined && services.includes(service)))
    .reduce((each, { id }) => closeIn(batch)(each, id, { how: 'rolled-back', ...by(event) }), state)
}

/** Triggers and the decisions they lead to. */
export function evolveDecisions(state: ReleaseState, event: RecordedEvent, batch: Batch): ReleaseState {
  const change = changeIn(batch)
  const close = closeIn(batch)
  switch (event.type) {
    case 'trigger.fired':
    case 'trigger.cleared':
      return trigger(state, event)
    case 'decision.opened':
      return opened(state, event, batch)
    case 'decision.acknowledged':
      return change(state, event.payload.decisionId, (each) => ({ ...each, acknowledged: by(event) }))
    case 'decision.vetoed': {
      const { decisionId, role, reason } = event.payload
      return letGo(close(state, decisionId, { how: 'vetoed', role, reason, ...by(event) }), decisionId)
    }
    case 'decision.expired': {
      const { decisionId, away, outcome } = event.payload
      const expired = { atMs: Date.parse(event.recordedAt), away }
      const marked = change(state, decisionId, (each) => ({ ...each, expired }))
      const how = outcome === 'roll-back' ? 'rolled-back' : 'escalated'
      return close(marked, decisionId, { how, ...by(event) })
    }
    case 'decision.answered': {
      const { decisionId, choice, reason } = event.payload
      return letGo(close(state, decisionId, { how: HOW[choice], reason, ...by(event) }), decisionId)
    }
    case 'run.started':
      return rolledBack(state, event, batch)
    default:
      return state
  }
}

/** A clock that was set moves what is still due along with it. */
export function moveDecisions(state: ReleaseState, byMs: number): ReleaseState {
  return selectOpenDecisions(state).reduce(
    (each, { id, dueAtMs }) =>
      dueAtMs === undefined
        ? each
        : changeIn(ALONE)(each, id, (decision) => ({ ...decision, dueAtMs: dueAtMs + byMs })),
    state,
  )
}
