/** Events about triggers and the timed decisions they put to the room (DESIGN §8, docs/triggers.md). */
import { z } from 'zod'
import type { RunId } from '../ids.ts'
import { brand, defineEvent } from './define.ts'
import { evidence } from './metric-events.ts'

export const severity = z.enum(['critical', 'high', 'medium', 'low'])

const ofTrigger = {
  environment: z.string(),
  metric: z.string(),
  runId: brand<RunId>().optional(),
  /** Metric, limit and severity in one word: see `triggerKey`. */
  triggerId: z.string(),
  value: z.number(),
  rule: z.string(),
  samples: evidence,
}

/** A trigger's limit was passed for as long as it says. `again`: after a veto it got worse. */
export const triggerFired = defineEvent(
  'trigger.fired',
  1,
  z.object({ ...ofTrigger, severity, service: z.string().optional(), again: z.boolean().default(false) }),
)

/** Good data for as long as its `clear-for` says: it can fire again. */
export const triggerCleared = defineEvent('trigger.cleared', 1, z.object(ofTrigger))

/** What the room has to decide, and until when. */
export const decisionOpened = defineEvent(
  'decision.opened',
  1,
  z.object({
    decisionId: z.string(),
    environment: z.string(),
    severity,
    /** `countdown`: rolls back by itself when the clock runs out. `ask`: a person decides. `record`: nothing has to be decided. */
    mode: z.enum(['countdown', 'ask', 'record']),
    service: z.string().optional(),
    /** What happened, a sentence. */
    words: z.string(),
    triggerId: z.string().optional(),
    value: z.number().optional(),
    /** The decision whose clock ran out or that was vetoed before this one. */
    fromId: z.string().optional(),
    /** Why nothing happens by itself, each a sentence. */
    interlocks: z.array(z.string()),
    dueAtMs: z.number().optional(),
    /** Lesser open decisions this one takes the place of. */
    supersedes: z.array(z.string()),
  }),
)

export const decisionAcknowledged = defineEvent('decision.acknowledged', 1, z.object({ decisionId: z.string() }))

/** A person stops a countdown, or a clock that ran into one. */
export const decisionVetoed = defineEvent(
  'decision.vetoed',
  1,
  z.object({ decisionId: z.string(), role: z.string(), reason: z.string() }),
)

/** The clock ran out. `away`: nobody watched then, so nothing happens by itself. */
export const decisionExpired = defineEvent(
  'decision.expired',
  1,
  z.object({ decisionId: z.string(), away: z.boolean(), outcome: z.enum(['roll-back', 'escalate', 'ask']) }),
)

export const decisionAnswered = defineEvent(
  'decision.answered',
  1,
  z.object({
    decisionId: z.string(),
    choice: z.enum(['roll-back', 'hold', 'fix-forward']),
    service: z.string().optional(),
    reason: z.string(),
  }),
)
