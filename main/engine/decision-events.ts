/** What comes of a trigger that fires and of a countdown that ran out: the pure rules, told the time, fresh ids and whether somebody watched. */
import { decideRollback } from '../../shared/domain/decide-rollback.ts'
import type { Decision } from '../../shared/domain/decision.ts'
import type { Evidence } from '../../shared/domain/decisions/interlocks.ts'
import {
  type DecisionFacts,
  expireDecision,
  findTrigger,
  openDecision,
} from '../../shared/domain/decisions/open-decision.ts'
import type { TimedDecision } from '../../shared/domain/decisions/timed-decision.ts'
import { GAP_MS } from '../../shared/domain/gaps.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { COCKPIT } from '../../shared/events/envelope.ts'
import type { CockpitEvent, PayloadOf } from '../../shared/events/index.ts'
import { factsFor } from './facts.ts'
import type { EnginePorts } from './ports.ts'

type Ports = Pick<EnginePorts, 'clock' | 'ids'>

export type EvidenceOf = (of: { environment: string; triggerId?: string }) => Evidence

/** The sample that fired it is as fresh as can be. */
export function decisionOfFire(
  state: ReleaseState,
  payload: PayloadOf<'trigger.fired'>,
  { clock, ids }: Ports,
): CockpitEvent[] {
  const { environment, severity, service, value, rule, triggerId } = payload
  const trigger = findTrigger(state, triggerId)
  const cause = { environment, severity, words: `${rule}.`, value, ...(service ? { service } : {}) }
  const facts = { nowMs: clock.nowMs(), decisionId: ids.decisionId(), evidence: { fresh: true } as const }
  return openDecision(state, trigger ? { ...cause, trigger } : cause, facts)
}

/** T6. Late by a gap's length, or due within a stretch nobody watched. */
function wasAway(state: ReleaseState, dueAtMs: number, nowMs: number): boolean {
  return (
    nowMs - dueAtMs >= GAP_MS ||
    state.gaps.some((gap) => gap.fromMs < dueAtMs && dueAtMs <= gap.toMs && gap.toMs - gap.fromMs >= GAP_MS)
  )
}

function expiryFacts(
  state: ReleaseState,
  decision: TimedDecision,
  { clock, ids }: Ports,
  evidenceOf: EvidenceOf,
): DecisionFacts & { away: boolean } {
  const nowMs = clock.nowMs()
  return {
    nowMs,
    decisionId: ids.decisionId(),
    evidence: evidenceOf(decision),
    away: wasAway(state, decision.dueAtMs ?? nowMs, nowMs),
  }
}

/** The rollback of a countdown that ran out, in the cockpit's name. */
function rollbackOf(state: ReleaseState, decision: TimedDecision, ports: EnginePorts): Decision {
  const { environment, service, id, words } = decision
  const reason = `Nobody vetoed ${id}: ${words}`
  const scope = service === undefined ? {} : { service }
  const command = { type: 'rollback.start', environment, reason, drill: false, ...scope } as const
  return decideRollback(state, command, factsFor(state, command, COCKPIT, ports))
}

/** What comes of a countdown that ran out; nothing when it is closed. The rollback it leads to is among it, so that no crash can come between. */
export function eventsOfExpiry(
  state: ReleaseState,
  decisionId: string,
  ports: EnginePorts,
  evidenceOf: EvidenceOf,
): CockpitEvent[] {
  const found = state.decisions?.[decisionId]
  if (!found || found.closed) return []
  const { rollsBack, events } = expireDecision(state, found, expiryFacts(state, found, ports, evidenceOf))
  const back = rollsBack ? rollbackOf(state, found, ports) : undefined
  if (back?.rejection) ports.log('error', 'The rollback of a countdown was refused.', { ...back.rejection })
  return [...events, ...(back?.events ?? [])]
}
