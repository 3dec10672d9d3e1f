/** Events about attempts at steps. */
import { z } from 'zod'
import type { AttemptId, Digest, RunId, StepId } from '../ids.ts'
import type { Step } from '../runbook/model.ts'
import { brand, defineEvent } from './define.ts'

const attempt = { runId: brand<RunId>(), stepId: brand<StepId>(), attemptId: brand<AttemptId>() }

/** The intent: committed before anything is started. */
export const stepStarted = defineEvent(
  'step.started',
  2,
  z.object({
    ...attempt,
    number: z.number().int(),
    /** `judge` since version 2. */
    kind: z.enum(['command', 'http', 'manual', 'instruction', 'approval', 'wait', 'gate', 'judge']),
    stepDigest: brand<Digest>(),
    /** Commands: the nonce that makes an exit record ours. */
    nonce: z.string().optional(),
    cwd: z.string().optional(),
    /** Names of the variables handed over; values are never recorded. */
    variables: z.array(z.string()).optional(),
    timeoutMs: z.number().optional(),
    /** Waits: how long. */
    waitMs: z.number().optional(),
  }),
)

const step = z.custom<Step>((value) => typeof value === 'object' && value !== null && 'text' in value)

/** A deviation: a command typed in a terminal joins the run, before the step the run stands at. */
export const stepAdded = defineEvent(
  'step.added',
  1,
  z.object({ runId: brand<RunId>(), step, reason: z.string(), before: brand<StepId>().optional() }),
)

/** The shim runs: its identity, checked before every signal. */
export const stepSpawned = defineEvent(
  'step.spawned',
  2,
  z.object({
    ...attempt,
    identity: z.object({
      bootId: z.string(),
      pid: z.number().int(),
      startTime: z.string(),
      nonce: z.string(),
      /** The other machine it runs on (version 2). */
      host: z.string().optional(),
    }),
  }),
)

/** A person, a timeout or a rollback wants the attempt to end. */
export const stepStopRequested = defineEvent(
  'step.stop-requested',
  1,
  z.object({ ...attempt, cause: z.enum(['person', 'timeout', 'rollback']), reason: z.string() }),
)

export const stepSignalled = defineEvent(
  'step.signalled',
  1,
  z.object({ ...attempt, signal: z.enum(['TERM', 'KILL']), delivered: z.boolean() }),
)

export const stepFinished = defineEvent(
  'step.finished',
  1,
  z.object({
    ...attempt,
    outcome: z.enum(['succeeded', 'failed', 'timed-out', 'stopped', 'never-started']),
    reason: z.string().optional(),
    exitCode: z.number().int().nullable().optional(),
    signal: z.string().nullable().optional(),
    durationMs: z.number(),
    output: z.object({ bytes: z.number(), lines: z.number() }).optional(),
    /** Directory and names of exported variables handed to the next block. */
    carried: z.object({ cwd: z.string(), set: z.array(z.string()), unset: z.array(z.string()) }).optional(),
    note: z.string().optional(),
  }),
)

/** A lost answer: never silently `failed`. */
export const stepOutcomeUnknown = defineEvent(
  'step.outcome-unknown',
  1,
  z.object({
    ...attempt,
    state: z.enum(['exit-unknowable', 'interrupted-by-reboot', 'unknown']),
    reason: z.string(),
  }),
)

/** A person says what an unknown outcome was. */
export const stepResolved = defineEvent(
  'step.resolved',
  1,
  z.object({ ...attempt, outcome: z.enum(['succeeded', 'failed']), reason: z.string() }),
)

/**
 * A person had the step's `verify` run to judge an unknown outcome: what it said. `output` is the end of what it printed, masked; evidence, not a
 * verdict: a person still says what the outcome was.
 */
export const stepEffectChecked = defineEvent(
  'step.effect-checked',
  1,
  z.object({
    ...attempt,
    command: z.string(),
    isThere: z.boolean(),
    reason: z.string().optional(),
    output: z.string(),
  }),
)

export const stepSkipped = defineEvent(
  'step.skipped',
  1,
  z.object({ runId: brand<RunId>(), stepId: brand<StepId>(), reason: z.string() }),
)

/** A person ends the automatic retries of a failed step: it has failed now. */
export const stepRetriesStopped = defineEvent('step.retries-stopped', 1, z.object({ ...attempt, reason: z.string() }))

/** A running command has printed nothing for longer than its `silent` allows. */
export const stepFellSilent = defineEvent('step.fell-silent', 1, z.object({ ...attempt, silentMs: z.number() }))

/** A command that had fallen silent prints again. */
export const stepSpokeAgain = defineEvent('step.spoke-again', 1, z.object({ ...attempt, silentMs: z.number() }))

/** A person typed into an interactive command: how much since the last such entry, never what. */
export const stepInputTyped = defineEvent('step.input-typed', 1, z.object({ ...attempt, bytes: z.number().int() }))

/** The digest of a stretch of masked, uncompressed output. */
export const outputSealed = defineEvent(
  'output.sealed',
  1,
  z.object({
    attemptId: brand<AttemptId>(),
    fromByte: z.number().int(),
    toByte: z.number().int(),
    lines: z.number().int(),
    digest: brand<Digest>(),
  }),
)

/** Output stored after its attempt was over, from this byte of the stored output on, and who was still writing it. */
export const outputLate = defineEvent(
  'output.late',
  1,
  z.object({
    ...attempt,
    fromByte: z.number().int(),
    processes: z.array(z.object({ pid: z.number().int(), command: z.string() })),
  }),
)

/** The disk was full while the command wrote, or its output file was cut: from this byte of what it printed on, bytes may be missing. */
export const outputIncomplete = defineEvent(
  'output.incomplete',
  1,
  z.object({ ...attempt, fromByte: z.number().int(), reason: z.string() }),
)
