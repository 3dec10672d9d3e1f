/** How a trigger, a person's word or a clock that ran out becomes a decision for the room (T2, T3, T7–T11 of docs/triggers.md). */
import type { CockpitEvent } from '../../events/index.ts'
import type { Trigger } from '../../runbook/model.ts'
import { planRollback } from '../rollback-plan.ts'
import { selectRunsSince, selectStartedSteps } from '../started-steps.ts'
import type { ReleaseState, RunState } from '../state.ts'
import { selectOpenRuns } from '../steps.ts'
import { type Evidence, selectInterlocks } from './interlocks.ts'
import { selectOpenDecisions } from './select-decisions.ts'
import { isGraver, type Severity, type TimedDecision } from './timed-decision.ts'
import { triggerKey } from './trigger-key.ts'

const MINUTE_MS = 60_000
export const COUNTDOWN_MS = 15_000
export const HIGH_MS = 60 * MINUTE_MS
export const MEDIUM_MS = 240 * MINUTE_MS
export const AFTER_VETO_MS = 15 * MINUTE_MS
/** However long a rollback takes, people get this long. */
const LEAST_MS = MINUTE_MS

export type DecisionFacts = { nowMs: number; decisionId: string; evidence: Evidence }

export type Cause = {
  environment: string
  severity: Severity
  service?: string
  /** What happened, a sentence. */
  words: string
  trigger?: Trigger
  /** Before the rollback, where no trigger says it. */
  countdownMs?: number
  value?: number
  /** The decision this one takes the place of, and what keeps it from acting by itself. */
  from?: { decision: TimedDecision; interlocks: string[]; allowedMs?: number }
}

/** T2. A deploy has started something here since the last rollback. */
const hasWork = (state: ReleaseState, environment: string) =>
  selectStartedSteps(
    state,
    selectRunsSince(state, environment).filter((run) => run.kind === 'deploy'),
  ).length > 0

/** T2. A rollback is on its way that takes it back: nobody has anything to decide about it. A drill takes nothing back. */
const takenBackBy = (state: ReleaseState, { environment, service }: Cause): RunState | undefined =>
  selectOpenRuns(state, environment).find(
    ({ kind, drill, services }) =>
      kind === 'rollback' &&
      !drill &&
      (services === undefined || (service !== undefined && services.includes(service))),
  )

/** T7. An hour, less what going back takes: it has to be over within the hour. */
function highMs(state: ReleaseState, { environment, service }: Cause): number {
  const plan = planRollback(state, environment, service === undefined ? {} : { service })
  return Math.max(LEAST_MS, HIGH_MS - (plan?.lastMs?.durationMs ?? plan?.plannedMs ?? 0))
}

type Question = { mode: TimedDecision['mode']; interlocks: string[]; allowedMs?: number }

function questionOf(state: ReleaseState, cause: Cause, { evidence }: DecisionFacts): Question {
  const { environment, severity, from } = cause
  if (severity === 'low') return { mode: 'record', interlocks: [] }
  if (!hasWork(state, environment)) return { mode: 'record', interlocks: ['There is nothing to take back.'] }
  const back = takenBackBy(state, cause)
  if (back) return { mode: 'record', interlocks: [`Rollback ${back.id} takes it back.`] }
  if (severity === 'high') return { mode: 'ask', interlocks: [], allowedMs: from?.allowedMs ?? highMs(state, cause) }
  if (severity === 'medium') return { mode: 'ask', interlocks: [], allowedMs: MEDIUM_MS }
  const interlocks = [...(from?.interlocks ?? []), ...selectInterlocks(state, cause, cause.trigger, evidence)]
  if (interlocks.length > 0) return { mode: 'ask', interlocks: [...new Set(interlocks)] }
  return { mode: 'countdown', interlocks, allowedMs: cause.trigger?.countdownMs ?? cause.countdownMs ?? COUNTDOWN_MS }
}

/** T11. A decision that is open already and at least as grave speaks for what is found now. */
const isCovered = (open: TimedDecision[], { severity, service }: Cause): boolean =>
  open.some((each) => !isGraver(severity, each.severity) && (each.service === undefined || each.service === service))

export function openDecision(state: ReleaseState, cause: Cause, facts: DecisionFacts): CockpitEvent[] {
  const { environment, severity, service, words, trigger, value, from } = cause
  const open = selectOpenDecisions(state, environment).filter((each) => each.id !== from?.decision.id)
  if (isCovered(open, cause)) return []
  const { mode, interlocks, allowedMs } = questionOf(state, cause, facts)
  return [
    {
      type: 'decision.opened',
      payload: {
        decisionId: facts.decisionId,
        environment,
        severity,
        mode,
        words,
        interlocks,
        ...(service === undefined ? {} : { service }),
        ...(trigger ? { triggerId: triggerKey(trigger) } : {}),
        ...(value === undefined ? {} : { value }),
        ...(from ? { fromId: from.decision.id } : {}),
        ...(allowedMs === undefined ? {} : { dueAtMs: facts.nowMs + allowedMs }),
        supersedes: open.filter((each) => mode !== 'record' && isGraver(severity, each.severity)).map(({ id }) => id),
      },
    },
  ]
}

const ESCALATES: Partial<Record<Severity, Severity>> = { high: 'critical', medium: 'high' }

export const findTrigger = (state: ReleaseState, id: string | undefined): Trigger | undefined =>
  id === undefined ? undefined : state.definition?.triggers.find((each) => triggerKey(each) === id)

const again = (state: ReleaseState, decision: TimedDecision): Omit<Cause, 'severity' | 'from'> => ({
  environment: decision.environment,
  words: decision.words,
  ...(decision.service === undefined ? {} : { service: decision.service }),
  ...(decision.value === undefined ? {} : { value: decision.value }),
  ...(findTrigger(state, decision.triggerId) ? { trigger: findTrigger(state, decision.triggerId)! } : {}),
})

const AWAY = 'The clock ran out while nobody watched.'

export type Expiry = { rollsBack: boolean; events: CockpitEvent[] }

/** T5–T8: what comes of a clock that ran out. With `rollsBack` the rollback belongs into the same append. */
export function expireDecision(
  state: ReleaseState,
  decision: TimedDecision,
  facts: DecisionFacts & { away: boolean },
): Expiry {
  const { id: decisionId, mode, severity } = decision
  const { away } = facts
  const base = again(state, decision)
  const kept = away ? [AWAY] : []
  const expired = (outcome: 'roll-back' | 'escalate' | 'ask'): CockpitEvent => ({
    type: 'decision.expired',
    payload: { decisionId, away, outcome },
  })
  if (mode === 'countdown') {
    const interlocks = [...kept, ...selectInterlocks(state, decision, base.trigger, facts.evidence)]
    if (interlocks.length === 0) return { rollsBack: true, events: [expired('roll-back')] }
    const next = openDecision(state, { ...base, severity: 'critical', from: { decision, interlocks } }, facts)
    return { rollsBack: false, events: [expired('ask'), ...next] }
  }
  const graver = ESCALATES[severity]
  if (!graver) return { rollsBack: false, events: [] }
  const next = openDecision(state, { ...base, severity: graver, from: { decision, interlocks: kept } }, facts)
  return { rollsBack: false, events: [expired(away ? 'ask' : 'escalate'), ...next] }
}

/** T10. A veto makes it a high of fifteen minutes. */
export const afterVeto = (state: ReleaseState, decision: TimedDecision, facts: DecisionFacts): CockpitEvent[] =>
  openDecision(
    state,
    { ...again(state, decision), severity: 'high', from: { decision, interlocks: [], allowedMs: AFTER_VETO_MS } },
    facts,
  )
