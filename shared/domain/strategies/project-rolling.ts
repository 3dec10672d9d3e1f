/** How far a fleet is rolled: its batches, and what one of them takes. */
import type { Step } from '../../runbook/model.ts'
import { isRehearsalId } from '../rehearsal/rehearsal-state.ts'
import type { ReleaseState } from '../state.ts'
import { isOpen, plannedMsOf } from '../steps.ts'
import { selectLandmark } from './landmarks.ts'
import { selectDefinitionOf, selectDeploysSince, selectPassed } from './passage.ts'

export type BatchStatus = 'waiting' | 'running' | 'done' | 'failed' | 'skipped'
export type Batch = { step: Step; status: BatchStatus; beganAtMs?: number }

export type Rolling = {
  batches: Batch[]
  /** Whose instances may run the new version: those are rolled back again. */
  touched: Batch[]
  /** The one that runs or failed, else the next. */
  current?: Batch
  /** What a batch takes: measured in this release, else planned. */
  batchMs?: number
  basis: 'measured' | 'planned' | 'unknown'
}

const mean = (values: number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, each) => sum + each, 0) / values.length

function batchTime(state: ReleaseState, steps: readonly Step[]): Pick<Rolling, 'batchMs' | 'basis'> {
  const ids = new Set<string>(steps.map((step) => step.id))
  const tookMs = Object.values(state.attempts)
    .filter((attempt) => !isRehearsalId(attempt.runId) && ids.has(attempt.stepId) && attempt.status === 'succeeded')
    .flatMap((attempt) => attempt.durationMs ?? [])
  const measured = mean(tookMs)
  if (measured !== undefined) return { batchMs: measured, basis: 'measured' }
  const planned = mean(steps.flatMap((step) => plannedMsOf(step) ?? []))
  return planned === undefined ? { basis: 'unknown' } : { batchMs: planned, basis: 'planned' }
}

/** Before the first run the batches are those of the stage of the environment. */
function batchSteps(state: ReleaseState, environment: string): Step[] {
  const definition = selectDefinitionOf(state, environment)
  if (!definition) return []
  const steps = selectLandmark(definition, 'batches')
  const planned = new Set(selectDeploysSince(state, environment).flatMap((run) => run.plan.map(({ stepId }) => stepId)))
  const own = steps.filter((step) => planned.has(step.id))
  if (own.length > 0) return own
  const stages = definition.runbook.stages.filter((stage) => stage.environment === environment)
  return steps.filter((step) => stages.length === 0 || stages.some((stage) => stage.id === step.stage))
}

export function projectRolling(state: ReleaseState, environment: string): Rolling {
  const steps = batchSteps(state, environment)
  const passed = new Map(selectPassed(state, environment, steps).map((each) => [each.step.id, each]))
  const batches = steps.map((step): Batch => {
    const { attempts = [], isSkipped = false } = passed.get(step.id) ?? {}
    const last = attempts.at(-1)
    const began = attempts[0] ? { beganAtMs: attempts[0].startedAtMs } : {}
    if (!last) return { step, status: isSkipped ? 'skipped' : 'waiting' }
    if (isOpen(last)) return { step, status: 'running', ...began }
    if (last.status === 'succeeded') return { step, status: 'done', ...began }
    return { step, status: isSkipped ? 'skipped' : 'failed', ...began }
  })
  const current =
    batches.find(({ status }) => status === 'running' || status === 'failed') ??
    batches.find(({ status }) => status === 'waiting')
  return {
    batches,
    touched: batches.filter(({ beganAtMs }) => beganAtMs !== undefined),
    ...(current ? { current } : {}),
    ...batchTime(state, steps),
  }
}
