/** Events about the definition and its runs. */
import { z } from 'zod'
import type { Digest, RunId, StageId, StepId } from '../ids.ts'
import type { ReleaseDefinition } from '../runbook/model.ts'
import { brand, defineEvent } from './define.ts'

const definition = z.custom<ReleaseDefinition>(
  (value) => typeof value === 'object' && value !== null && 'runbook' in value,
)

/** The release folder as read; recorded whenever its definition digest differs from the last one. */
export const definitionLoaded = defineEvent(
  'definition.loaded',
  1,
  z.object({ folder: z.string(), definitionDigest: brand<Digest>(), commit: z.string().optional(), definition }),
)

const plannedStep = z.object({
  stepId: brand<StepId>(),
  /** The step this one undoes, in a rollback. */
  undoes: brand<StepId>().optional(),
  plannedMs: z.number().optional(),
})

/** What a rollback leaves out, and why. */
const leftOut = z.object({ stepId: brand<StepId>(), reason: z.string() })

/** A person started a run. From here on its definition is pinned. */
export const runStarted = defineEvent(
  'run.started',
  2,
  z.object({
    runId: brand<RunId>(),
    kind: z.enum(['deploy', 'rollback']),
    drill: z.boolean(),
    stageIds: z.array(brand<StageId>()),
    title: z.string(),
    environment: z.string(),
    protected: z.boolean(),
    definitionDigest: brand<Digest>(),
    resolvedDigest: brand<Digest>(),
    plan: z.array(plannedStep),
    leftOut: z.array(leftOut),
    pace: z.enum(['manual', 'auto']),
    /** `--yes`: manual and instruction steps are confirmed in the starter's name. */
    confirmAll: z.boolean(),
    inputs: z.record(z.string(), z.string()),
    /** Rules that would have forbidden this and were overridden; each a sentence, shown loudly. */
    deviations: z.array(z.string()),
    fromVersion: z.string().optional(),
    toVersion: z.string().optional(),
    /** A rollback of some services only: which. Since version 2. */
    services: z.array(z.string()).optional(),
  }),
)

export const runPaused = defineEvent('run.paused', 1, z.object({ runId: brand<RunId>(), reason: z.string() }))
export const runResumed = defineEvent('run.resumed', 1, z.object({ runId: brand<RunId>() }))

/** A person has seen what happened while nobody watched, up to this entry, and says whether the run goes on. */
export const gapAcknowledged = defineEvent(
  'gap.acknowledged',
  1,
  z.object({ runId: brand<RunId>(), throughSeq: z.number().int(), decision: z.enum(['continue', 'hold']) }),
)

/** A person wants the run to end; what is running is stopped first. */
export const runStopRequested = defineEvent(
  'run.stop-requested',
  1,
  z.object({ runId: brand<RunId>(), reason: z.string() }),
)

export const runFinished = defineEvent(
  'run.finished',
  1,
  z.object({
    runId: brand<RunId>(),
    outcome: z.enum(['succeeded', 'failed', 'stopped']),
    reason: z.string().optional(),
    durationMs: z.number(),
  }),
)

/** A run was taken up by a cockpit that lacks secrets it began with: nothing of it is started or stored before a person says how to go on. */
export const secretsNeeded = defineEvent(
  'secrets.needed',
  1,
  z.object({ runId: brand<RunId>(), missing: z.array(z.string()), changed: z.array(z.string()) }),
)

/** A person gave them, or goes on with what is there (`accepted`); `without` names those that are still missing. Values are never recorded. */
export const secretsProvided = defineEvent(
  'secrets.provided',
  1,
  z.object({ runId: brand<RunId>(), names: z.array(z.string()), without: z.array(z.string()), accepted: z.boolean() }),
)

/** Which version answers on a service right now: observed, never assumed. */
export const liveObserved = defineEvent(
  'live.observed',
  1,
  z.object({
    environment: z.string(),
    service: z.string(),
    when: z.enum(['before', 'after', 'asked']),
    runId: brand<RunId>().optional(),
    version: z.string().optional(),
    error: z.string().optional(),
  }),
)
