/** Rehearsals are begun by an entry of their own, so that nothing that looks for runs takes one for a deployment. What follows is what follows in any run. */
import { z } from 'zod'
import type { Digest, RunId, StageId, StepId } from '../ids.ts'
import { brand, defineEvent } from './define.ts'

/** Planned times are divided by it. */
export const rehearsalSpeed = z.union([z.literal('no-waiting'), z.number().min(1).max(1000)])

/** A person began a rehearsal: nothing is deployed by it, and it proves nothing (docs/rehearsal.md). */
export const rehearsalStarted = defineEvent(
  'rehearsal.started',
  1,
  z.object({
    runId: brand<RunId>(),
    /** Which way it rehearses. */
    of: z.enum(['deploy', 'rollback']),
    stageIds: z.array(brand<StageId>()),
    title: z.string(),
    environment: z.string(),
    definitionDigest: brand<Digest>(),
    /** Of what is executed here: stubs, and the commands that run for real. */
    resolvedDigest: brand<Digest>(),
    plan: z.array(
      z.object({ stepId: brand<StepId>(), undoes: brand<StepId>().optional(), plannedMs: z.number().optional() }),
    ),
    leftOut: z.array(z.object({ stepId: brand<StepId>(), reason: z.string() })),
    speed: rehearsalSpeed,
    /** Steps whose own command or check runs; a stub stands in for every other. */
    real: z.array(brand<StepId>()),
    pace: z.enum(['manual', 'auto']),
    /** Manual steps are confirmed in the starter's name when their planned time is over. */
    confirmAll: z.boolean(),
    inputs: z.record(z.string(), z.string()),
    /** Why a real run would be refused now, each a sentence. */
    problems: z.array(z.string()),
  }),
)
