/** Events about an open run taking up what its folder says now. */
import { z } from 'zod'
import type { Digest, RunId, StepId } from '../ids.ts'
import type { ReleaseDefinition } from '../runbook/model.ts'
import { brand, defineEvent } from './define.ts'

const change = z.object({
  stepId: brand<StepId>(),
  title: z.string(),
  stage: z.string(),
  kind: z.enum(['added', 'removed', 'changed', 'moved', 'kept']),
  what: z.array(z.string()),
  before: z.string().optional(),
  after: z.string().optional(),
})

const difference = {
  runId: brand<RunId>(),
  definitionDigest: brand<Digest>(),
  resolvedDigest: brand<Digest>(),
  changes: z.array(change),
  /** Differences outside the steps, each a sentence. */
  others: z.array(z.string()),
  inputs: z.record(z.string(), z.string()),
  reason: z.string(),
}

/** In a protected environment: one person asks, another approves. */
export const amendRequested = defineEvent('amend.requested', 1, z.object(difference))
export const amendWithdrawn = defineEvent('amend.withdrawn', 1, z.object({ runId: brand<RunId>(), reason: z.string() }))

const definition = z.custom<ReleaseDefinition>(
  (value) => typeof value === 'object' && value !== null && 'runbook' in value,
)

/** From here on the run is pinned to this definition; who says so approved it, `requestedBy` asked for it. */
export const runAmended = defineEvent(
  'run.amended',
  1,
  z.object({
    ...difference,
    definition,
    plan: z.array(
      z.object({ stepId: brand<StepId>(), undoes: brand<StepId>().optional(), plannedMs: z.number().optional() }),
    ),
    files: z.record(z.string(), z.string()),
    /** Steps whose approvals do not cover what they are now. */
    voids: z.array(brand<StepId>()),
    requestedBy: z.string(),
  }),
)

/** Digests of the files commands name, when the run was pinned: what changed on disk later can be named. */
export const filesDigested = defineEvent(
  'files.digested',
  1,
  z.object({ runId: brand<RunId>(), files: z.record(z.string(), z.string()) }),
)
